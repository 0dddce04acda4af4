import type { QuestionKind, QuestionOf, Tallied } from '../kind';
import { word } from '../words';
import { TextEditor } from './Editor';
import { TextMark } from './Mark';
import { storable } from './storable';

/** Words of the person's own. */
export const text: QuestionKind<'text'> = {
  type: 'text',
  is: (answer) => typeof answer === 'string',
  fitting: (_, answer) => answer,
  isMissing: (_, answer) => answer === undefined || answer.trim() === '',
  missing: () => word('text.missing'),
  apply(_, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    if (operation.kind !== 'set' || typeof operation.value !== 'string') return answer;
    return storable(operation.value) || undefined;
  },
  presses: () => [],
  marks: null,
  pair: null,
  options: () => [],
  conditional: false,
  same: (_, answer) => answer.trim(),
  tally: (question, answer) => [look(question, answer.trim())],
  look,
  summary: (_, answer) => answer.trim().replace(/\s+/g, ' ') || '–',
  wide: true,
  laborious: true,
  nearest: (_, answer) => answer,
  arrows: undefined,
  Editor: TextEditor,
  Mark: TextMark,
  form: {
    name: 'text',
    keys: [],
    fresh: (id) => ({ id, type: 'text' }),
    compact: () => ({}),
    answerable: (question) => question,
    Fields: null,
  },
};

function look(_: QuestionOf<'text'>, id: string): Tallied {
  return { id, name: id, place: 0, color: 'var(--accent-line)' };
}
