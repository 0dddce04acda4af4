import { expect, test } from 'vitest';
import type { Question } from '@/shared/api';
import {
  answersToDecide,
  asDecided,
  decisionsInForce,
  disputedQuestions,
  nextOpen,
  openQuestions,
} from './reviewModel';

const tone: Question = {
  id: 'tone',
  type: 'choice',
  options: [{ id: 'good' }],
  when: { about: ['x'] },
  required: false,
};
const size: Question = { id: 'size', type: 'number', max: 5 };
const names: Question = { id: 'names', type: 'spans', options: [] };

test('what has no answer, or one that does not fit, is open; an explicit "nothing to mark" is an answer', () => {
  expect(openQuestions([tone, size, names], {}).map(({ id }) => id)).toEqual(['tone', 'size', 'names']);
  expect(openQuestions([tone, size, names], { tone: 'good', size: 7, names: [] })).toEqual([size]);
  expect(openQuestions([size], { size: 'seven' })).toEqual([size]);
});
test('where nothing has to be chosen, an empty set can be decided', () => {
  const topics: Question = { id: 'topics', type: 'choices', options: [{ id: 'x' }] };
  expect(openQuestions([topics], { topics: [] })).toEqual([topics]);
  expect(openQuestions([{ ...topics, required: false }], { topics: [] })).toEqual([]);
  expect(openQuestions([{ ...topics, required: false }], {})).toHaveLength(1);
});
test('only whole answers are sent', () => {
  expect(answersToDecide([tone, size], { tone: 'good', size: 7 })).toEqual({ tone: 'good' });
});
test('a decision asks its questions, whatever they depend on elsewhere', () => {
  const schema = { inputs: [], questions: [{ ...tone, id: 'about' }, tone] };
  expect(asDecided(schema, [tone]).questions).toEqual([
    { id: 'tone', type: 'choice', options: [{ id: 'good' }], required: true },
  ]);
});
test('there is to decide what people disagree about and nobody has decided, of the question in mind', () => {
  const best = (disputed: boolean) => ({ value: 'good', source: 'consensus' as const, disputed });
  const item = { consensus: { tone: best(true), size: best(false), names: best(true) } };
  expect(disputedQuestions([tone, size, names], item)).toEqual([tone, names]);
  expect(disputedQuestions([tone, size, names], item, 'names')).toEqual([names]);
});
test('a new decision takes the place of those one has seen', () => {
  const made = { question: 'tone', value: 'good', reason: 'so', by: 'Rita', at: '', guidelineVersion: 1 };
  expect(
    decisionsInForce({
      adjudications: [
        { ...made, id: 8 },
        { ...made, id: 7, retractedAt: 'then' },
      ],
    }),
  ).toEqual([8]);
});
test('the way goes past what is done and what somebody else is deciding', () => {
  const rows = [1, 2, 3, 4].map((id) => ({ id }));
  expect(nextOpen(rows, 0, new Set(), new Set())).toBe(1);
  expect(nextOpen(rows, 0, new Set([2]), new Set([3]))).toBe(3);
  expect(nextOpen(rows, 2, new Set([4]), new Set())).toBeUndefined();
});
