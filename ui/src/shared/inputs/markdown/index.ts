import { type InputType, plain } from '../input';
import { MarkdownView } from './MarkdownView';

export const markdown: InputType = {
  oneText: true,
  file: false,
  wide: false,
  line: plain,
  sample: (words) => words,
  example: 'Arrived *late*, but worth the wait.',
  View: MarkdownView,
};
