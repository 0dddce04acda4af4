import { lazy } from 'react';
import { formatNumber } from '../../i18n/format';
import type { QuestionKind, QuestionOf, Tallied } from '../kind';
import { word } from '../words';
import { RatingEditor } from './Editor';
import { RatingMark } from './Mark';
import { MOST_BUTTONS, pointTint, ratingPoints } from './scale';

/** A point on a scale. */
export const rating: QuestionKind<'rating'> = {
  type: 'rating',
  is: (answer) => typeof answer === 'number',
  fitting: ({ min = 1, max = 5 }, answer) => (answer >= min && answer <= max ? answer : undefined),
  isMissing: (_, answer) => answer === undefined,
  missing: () => word('choice.missing'),
  apply(_, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    return operation.kind === 'set' && typeof operation.value === 'number' ? operation.value : answer;
  },
  presses({ question, edit }) {
    const points = ratingPoints(question);
    const digits = question.hotkeys === 'none' || points.length > MOST_BUTTONS ? '' : '123456789';
    return points.map((point, index) => ({
      id: String(point),
      key: digits[index],
      title: String(point),
      run: () => edit({ kind: 'set', value: point }, true),
    }));
  },
  marks: null,
  pair: null,
  options: () => [],
  conditional: false,
  same: (_, answer) => String(answer),
  tally: (question, answer) => [look(question, String(answer))],
  look,
  summary: (_, answer) => words(answer),
  wide: false,
  laborious: false,
  nearest(question, answer) {
    const points = ratingPoints(question);
    return points.reduce(
      (best, one) => (Math.abs(one - answer) < Math.abs(best - answer) ? one : best),
      points[0] ?? answer,
    );
  },
  arrows: 'horizontal',
  Editor: RatingEditor,
  Mark: RatingMark,
  form: {
    name: 'rating',
    keys: ['min', 'max', 'step', 'minLabel', 'maxLabel'],
    fresh: (id) => ({ id, type: 'rating', min: 1, max: 5 }),
    compact: ({ min, max, step, minLabel, maxLabel }) => ({
      min,
      max,
      step: step === 1 ? undefined : step,
      minLabel,
      maxLabel,
    }),
    answerable(question) {
      const step = question.step !== undefined && question.step > 0 ? question.step : 1;
      return { ...question, step, max: Math.max(question.max ?? 5, (question.min ?? 1) + step) };
    },
    Fields: lazy(() => import('./Fields')),
  },
};

/** A mean may stand between the points. */
const words = (answer: number): string => formatNumber(answer, { maximumFractionDigits: 1 });

function look(question: QuestionOf<'rating'>, id: string): Tallied {
  const value = Number(id);
  return { id, name: words(value), place: value, color: pointTint(ratingPoints(question), value) };
}
