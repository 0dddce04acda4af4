import { lazy } from 'react';
import { formatNumber } from '../../i18n/format';
import type { QuestionKind, QuestionOf } from '../kind';
import { word } from '../words';
import { NumberEditor } from './Editor';
import { numberFault, parseNumber } from './reading';

/** A number: a count, a price, an age. What was typed is kept as it is until it is a number. */
export const number: QuestionKind<'number'> = {
  type: 'number',
  is: (answer) => typeof answer === 'number' || typeof answer === 'string',
  fitting: (_, answer) => answer,
  isMissing: (_, answer) => answer === undefined,
  missing: () => word('number.missing'),
  fault(question, answer) {
    const fault = numberFault(question, answer);
    const { min = 0, max = 0, step = 0 } = question;
    return fault && word(`number.fault.${fault}`, { min: exactly(min), max: exactly(max), step: exactly(step) });
  },
  apply(_, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    if (operation.kind !== 'set') return answer;
    if (typeof operation.value === 'number') return operation.value;
    if (typeof operation.value !== 'string') return answer;
    return operation.value.trim() === '' ? undefined : (parseNumber(operation.value) ?? operation.value);
  },
  presses: () => [],
  marks: null,
  pair: null,
  options: () => [],
  conditional: false,
  same: (_, answer) => String(answer),
  tally: (question, answer) => [look(question, String(answer))],
  look,
  summary: (question, answer) => withUnit(question, typeof answer === 'number' ? exactly(answer) : answer),
  wide: false,
  laborious: true,
  nearest(question, answer) {
    const { min, max, step } = question;
    if (typeof answer === 'string') return answer;
    const from = min ?? 0;
    const stepped = step === undefined ? answer : from + Math.round((answer - from) / step) * step;
    return Number(Math.min(max ?? stepped, Math.max(min ?? stepped, stepped)).toPrecision(12));
  },
  arrows: undefined,
  Editor: NumberEditor,
  Mark: ({ question, answer }) => number.summary(question, answer),
  form: {
    name: 'number',
    keys: ['min', 'max', 'step', 'unit'],
    fresh: (id) => ({ id, type: 'number', min: 0, step: 1 }),
    compact: ({ min, max, step, unit }) => ({ min, max, step, unit }),
    answerable: (question) => question,
    Fields: lazy(() => import('./Fields')),
  },
};

const exactly = (value: number): string => formatNumber(value, { maximumFractionDigits: 12 });

/** A sign stands at the number, a word after a space. */
const withUnit = ({ unit }: QuestionOf<'number'>, text: string): string =>
  unit ? `${text}${/^[%°′″]/.test(unit) ? '' : '\u00a0'}${unit}` : text;

function look(question: QuestionOf<'number'>, id: string) {
  const value = Number(id);
  return {
    id,
    name: withUnit(question, Number.isNaN(value) ? id : exactly(value)),
    place: Number.isNaN(value) ? Number.MAX_VALUE : value,
    color: 'var(--accent-line)',
  };
}
