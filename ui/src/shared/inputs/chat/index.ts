import { type InputType, plain } from '../input';
import { ChatView } from './ChatView';
import { turnsOf } from './turns';

export const chat: InputType = {
  oneText: false,
  file: false,
  wide: false,
  line: (content) =>
    turnsOf(content)
      ?.map(({ role, text }) => `${role}: ${text}`)
      .join(' · ') ?? plain(content),
  sample: (words) => [
    { role: 'user', text: words },
    { role: 'assistant', text: words },
  ],
  example: [
    { role: 'user', text: 'Is it open today?' },
    { role: 'assistant', text: 'Until six.' },
  ],
  View: ChatView,
};
