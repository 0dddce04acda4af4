import { describe, expect, test } from 'vitest';
import type { Annotation, AnswerValue, Question } from '@/shared/api';
import { groupedVotes, voteTally } from './votes';

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
  imported: false,
  ...more,
});

describe('the tally', () => {
  test('follows the order of the schema and uses its names', () => {
    expect(voteTally(question, [vote('a', 'bad'), vote('b', 'good'), vote('c', 'bad')])).toMatchObject([
      { id: 'good', name: 'Good', count: 1 },
      { id: 'bad', name: 'bad', count: 2 },
    ]);
  });
  test('earlier revisions, skips, who is asked again and what was taken out do not vote', () => {
    const handled = { kind: 'taken_out' as const, reason: 'No.', by: 'Olga', at: '2026-11-22T00:00:00Z' };
    const back = { ...handled, endedAt: '2026-11-23T00:00:00Z', endedBy: 'Olga' };
    const votes = [
      vote('e', 'good', { handled: [handled] }),
      vote('f', 'mixed', { handled: [back] }),
      vote('a', 'bad'),
      vote('b', 'good', { current: false }),
      vote('c', 'good', { outcome: 'skipped' }),
      vote('d', 'good', { kind: 'repeat' }),
    ];
    expect(voteTally(question, votes)).toMatchObject([
      { id: 'bad', count: 1 },
      { id: 'mixed', count: 1 },
    ]);
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

test('answers of every kind that say the same are one group', () => {
  const names: Question = { id: 'tone', type: 'spans', options: [{ id: 'per' }] };
  const anna = { begin: 0, end: 4, label: 'per', text: 'Anna' };
  const bo = { begin: 9, end: 11, label: 'per', text: 'Bo' };
  const sizes = (asked: Question, ...values: AnswerValue[]) =>
    groupedVotes(
      asked,
      values.map((value, index) => vote('x'.repeat(index + 1), value)),
    ).map((group) => group.votes.length);
  expect(
    sizes(
      names,
      [anna, bo],
      [
        { ...bo, id: 's1' },
        { ...anna, id: 's9' },
      ],
      [anna],
      [],
    ),
  ).toEqual([2, 1, 1]);
  expect(sizes({ id: 'tone', type: 'number' }, 3, 3.0, 4)).toEqual([2, 1]);
  expect(sizes({ id: 'tone', type: 'text' }, 'so', ' so\n', 'otherwise')).toEqual([2, 1]);
  // Which stood left does not matter, how much better does.
  const better: Question = { id: 'tone', type: 'preference', left: 'a', right: 'b', strengths: 3 };
  const left = { choice: 'left', strength: 1 } as const;
  expect(sizes(better, { ...left, shown: 'plain' }, { ...left, shown: 'swapped' }, { ...left, strength: 2 })).toEqual([
    2, 1,
  ]);
});
