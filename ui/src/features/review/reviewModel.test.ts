import { expect, test } from 'vitest';
import type { Question } from '@/shared/api';
import { asDecided, missing } from './reviewModel';

const tone: Question = {
  id: 'tone',
  type: 'choice',
  options: [{ id: 'good' }],
  when: { about: ['x'] },
  required: false,
};

test('nothing is decided without a value and a reason', () => {
  expect(missing(tone, undefined, 'because')).toBe('value');
  expect(missing(tone, 'good', '  ')).toBe('reason');
  expect(missing(tone, 'good', 'because')).toBeUndefined();
});
test('a number that does not fit is no decision, an explicit "nothing to mark" is one', () => {
  expect(missing({ id: 'n', type: 'number', max: 5 }, 7, 'because')).toBe('value');
  expect(missing({ id: 'n', type: 'number' }, 'seven', 'because')).toBe('value');
  expect(missing({ id: 's', type: 'spans', options: [] }, [], 'because')).toBeUndefined();
});
test('a decision asks its question alone, whatever that depends on elsewhere', () => {
  const schema = { inputs: [], questions: [{ ...tone, id: 'about' }, tone] };
  expect(asDecided(schema, tone).questions).toEqual([
    { id: 'tone', type: 'choice', options: [{ id: 'good' }], required: true },
  ]);
});
