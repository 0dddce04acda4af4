import { describe, expect, test } from 'vitest';
import type { Annotation, AnswerValue, Question } from '@/shared/api';
import { choicesOf, groupedVotes, missing, picked, voteTally } from './reviewModel';

const question: Question = {
  id: 'tone',
  type: 'choice',
  options: [{ id: 'good', title: 'Good' }, { id: 'bad' }, { id: 'mixed' }],
};
const several: Question = { ...question, type: 'choices' };

const vote = (name: string, value: AnswerValue, more: Partial<Annotation> = {}): Annotation => ({
  annotationId: name.length,
  assignmentId: name,
  annotator: { memberId: name.charCodeAt(0), name, kind: 'person' },
  kind: 'production',
  outcome: 'submitted',
  answers: { tone: value },
  ambiguous: false,
  activeMs: 1000,
  revision: 1,
  current: true,
  schemaVersion: 1,
  guidelineVersion: 1,
  savedAt: '2026-11-21T00:00:00Z',
  ...more,
});

describe('the tally', () => {
  test('follows the order of the schema and uses its names', () => {
    expect(voteTally(question, [vote('a', 'bad'), vote('b', 'good'), vote('c', 'bad')])).toMatchObject([
      { id: 'good', name: 'Good', count: 1 },
      { id: 'bad', name: 'bad', count: 2 },
    ]);
  });
  test('earlier revisions, skips and adjudications do not vote', () => {
    const votes = [
      vote('a', 'bad'),
      vote('b', 'good', { current: false }),
      vote('c', 'good', { outcome: 'skipped' }),
      vote('d', 'good', { kind: 'adjudication' }),
    ];
    expect(voteTally(question, votes)).toMatchObject([{ id: 'bad', count: 1 }]);
  });
  test('an answer of several options counts for each', () => {
    expect(voteTally(several, [vote('a', ['good', 'bad']), vote('b', ['bad'])])).toMatchObject([
      { id: 'good', count: 1 },
      { id: 'bad', count: 2 },
    ]);
  });
  test('ratings stand in numeric order', () => {
    const rating: Question = { id: 'tone', type: 'rating', min: 1, max: 10 };
    expect(voteTally(rating, [vote('a', 10), vote('b', 2), vote('c', 10)]).map((one) => one.id)).toEqual(['2', '10']);
  });
});

test('votes side by side: the same set of options is one group, whatever its order', () => {
  const groups = groupedVotes(several, [vote('a', ['good', 'bad']), vote('b', ['bad', 'good']), vote('c', ['good'])]);
  expect(groups.map((group) => group.votes.map((one) => one.annotator.name))).toEqual([['a', 'b'], ['c']]);
});

describe('deciding', () => {
  test('digits pick the options in order', () => {
    expect(choicesOf(question).map(({ key, value }) => `${key} ${value}`)).toEqual(['1 good', '2 bad', '3 mixed']);
  });
  test('the tenth choice has no key', () => {
    expect(choicesOf({ id: 'r', type: 'rating', min: 1, max: 10 }).at(-1)?.key).toBeUndefined();
  });
  test('one of several is replaced, any of several is toggled and kept in order', () => {
    expect(picked(question, 'bad', 'good')).toBe('good');
    expect(picked(several, ['mixed'], 'good')).toEqual(['good', 'mixed']);
    expect(picked(several, ['good', 'mixed'], 'good')).toEqual(['mixed']);
  });
  test('nothing is decided without a value and a reason', () => {
    expect(missing(undefined, 'because')).toBe('value');
    expect(missing('good', '  ')).toBe('reason');
    expect(missing([], 'because')).toBeUndefined();
  });
});
