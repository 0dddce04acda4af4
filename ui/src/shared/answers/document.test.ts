import { describe, expect, test } from 'vitest';
import type { Question } from '../api/contract';
import type { Operation } from '../kinds';
import { type AnswerDocument, edited, flagged, redone, selectedRegion, startDocument, undone } from './document';

const tone: Question = { id: 'tone', type: 'choice', options: [{ id: 'good' }, { id: 'bad' }] };
const about: Question = { id: 'about', type: 'choices', options: [{ id: 'price' }, { id: 'staff' }, { id: 'food' }] };
const words: Question = { id: 'words', type: 'text' };
const count: Question = { id: 'count', type: 'number' };
const names: Question = { id: 'names', type: 'spans', options: [{ id: 'per' }, { id: 'loc' }] };
const better: Question = { id: 'better', type: 'preference', left: 'a', right: 'b' };
const questions = [tone, about, words, count, names, better];

/** A stream of chance that is the same in every run. */
function chance(seed: number) {
  let state = seed;
  return (n: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}
const operations: ((random: (n: number) => number) => Operation)[] = [
  () => ({ kind: 'clear' }),
  (random) => ({ kind: 'set', value: ['good', 'bad', '', '12', 'words'][random(5)] as string }),
  (random) => ({ kind: 'set', value: random(10) }),
  (random) => ({ kind: 'set', value: 'typed '.repeat(random(4)), typing: true }),
  () => ({ kind: 'set', value: [] }),
  (random) => ({ kind: 'set', value: { choice: random(2) === 0 ? 'left' : 'tie', shown: 'plain' } }),
  (random) => ({ kind: 'toggle', option: ['price', 'staff', 'food'][random(3)] as string }),
  (random) => {
    const begin = random(20);
    return { kind: 'addRegion', region: { begin, end: begin + random(4), label: random(2) === 0 ? 'per' : 'loc' } };
  },
  (random) => ({ kind: 'changeRegion', id: `s${random(5)}`, change: { label: 'loc' } }),
  (random) => ({ kind: 'removeRegion', id: `s${random(5)}` }),
];
/** Some hundred edits of whatever may happen to a document. */
function wander(seed: number, check: (before: AnswerDocument, after: AnswerDocument) => void): AnswerDocument {
  const random = chance(seed);
  let document = startDocument();
  for (let turn = 0; turn < 120; turn++) {
    const question = questions[random(questions.length)] as Question;
    const operation = (operations[random(operations.length)] as (typeof operations)[number])(random);
    const before = document;
    const move = random(12);
    if (move === 0) document = undone(document);
    else if (move === 1) document = redone(document);
    else if (move === 2) document = flagged(document);
    else if (move === 3) document = selectedRegion(document, 'names', `s${random(5)}`);
    else document = edited(document, question, operation);
    check(before, document);
  }
  return document;
}

describe('laws of the document, over many random edits', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index * 7919 + 1);
  test('undoing a new step gives the answers before it, making it again those after it', () => {
    for (const seed of seeds)
      wander(seed, (before, after) => {
        if (after.past.length !== before.past.length + 1 || after.future.length > 0) return;
        expect(undone(after).draft).toEqual(before.draft);
        expect(redone(undone(after)).draft).toEqual(after.draft);
      });
  });
  test('everything can be taken back to the start, and all of it made again', () => {
    for (const seed of seeds) {
      const end = wander(seed, () => undefined);
      let back = end;
      while (back.past.length > 0) back = undone(back);
      expect(back.draft).toEqual(startDocument().draft);
      while (back.future.length > end.future.length) back = redone(back);
      expect(back.draft).toEqual(end.draft);
    }
  });
  test('regions have ids of their own, stand in order, and the one in hand is there', () => {
    for (const seed of seeds)
      wander(seed, (_, { draft, selected }) => {
        const regions = (draft.answers.names ?? []) as { id: string; begin: number; end: number }[];
        const ids = regions.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(regions.every((one, at) => one.end > one.begin && one.begin >= (regions[at - 1]?.begin ?? 0))).toBe(
          true,
        );
        if (selected) expect(ids).toContain(selected.region);
      });
  });
  test('an edit changes the answer to its own question alone', () => {
    const before = wander(5, () => undefined);
    for (const question of questions)
      for (const operation of operations) {
        const after = edited(before, question, operation(chance(3)));
        for (const other of questions)
          if (other !== question) expect(after.draft.answers[other.id]).toBe(before.draft.answers[other.id]);
      }
  });
});

test('what an operation means nothing to stays the same document', () => {
  const document = edited(startDocument(), tone, { kind: 'set', value: 'good' });
  expect(edited(document, tone, { kind: 'set', value: 'good' })).toBe(document);
  expect(edited(document, tone, { kind: 'toggle', option: 'good' })).toBe(document);
  expect(edited(document, names, { kind: 'removeRegion', id: 's1' })).toBe(document);
});

test('typing is one step; the same typing after another step is a new one', () => {
  const type = (document: AnswerDocument, value: string) =>
    edited(document, words, { kind: 'set', value, typing: true });
  const typed = type(type(type(startDocument(), 'a'), 'ab'), 'abc');
  expect(typed.past).toHaveLength(1);
  expect(undone(typed).draft.answers).toEqual({});
  const resumed = type(edited(typed, tone, { kind: 'set', value: 'bad' }), 'abcd');
  expect(undone(resumed).draft.answers).toEqual({ words: 'abc', tone: 'bad' });
});

test('a typed comment stays when a step is undone', () => {
  const document = edited(startDocument(), tone, { kind: 'set', value: 'good' });
  const commented = { ...document, draft: { ...document.draft, comment: 'irony?' } };
  expect(undone(commented).draft).toEqual({ answers: {}, ambiguous: false, comment: 'irony?' });
});
