import { type InputType, plain } from '../input';
import { Plain } from '../Plain';

export const text: InputType = {
  oneText: true,
  file: false,
  wide: false,
  line: plain,
  sample: (words) => words,
  example: 'Arrived late, but worth the wait.',
  View: Plain,
};
