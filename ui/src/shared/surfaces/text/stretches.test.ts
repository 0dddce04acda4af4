import { describe, expect, test } from 'vitest';
import { lanes, readsLeftwards, type Stretch, tidy, wordAt } from './stretches';

const cut = (text: string, found: Stretch | undefined) => found && text.slice(found.begin, found.end);

describe('what is selected', () => {
  test('is the same in both directions and ends with the text', () => {
    expect(tidy('Anna met Bo', 4, 0)).toEqual({ begin: 0, end: 4 });
    expect(tidy('Anna', 0, 99)).toEqual({ begin: 0, end: 4 });
  });
  test('has no white space at its ends, and is nothing if there is nothing else', () => {
    expect(cut('Anna  met Bo', tidy('Anna  met Bo', 0, 6))).toBe('Anna');
    expect(tidy('Anna  met Bo', 4, 6)).toBeUndefined();
    expect(tidy('Anna', 2, 2)).toBeUndefined();
  });
  test.each([
    ['an emoji of several parts', 'a \u{1F469}\u200d\u{1F680} b', 3, 4, '\u{1F469}\u200d\u{1F680}'],
    ['a letter and its accent', 'cafe\u0301 x', 0, 4, 'cafe\u0301'],
    ['a syllable of Devanagari', '\u0928\u093f x', 0, 1, '\u0928\u093f'],
    ['a flag', 'x \u{1F1E9}\u{1F1EA}', 4, 5, '\u{1F1E9}\u{1F1EA}'],
  ])('takes whole characters as people see them: %s', (_, text, begin, end, whole) => {
    expect(cut(text, tidy(text, begin, end))).toBe(whole);
  });
  test('whatever is selected, offsets stay inside, in order, and tidying again changes nothing', () => {
    const text = ' A\u0301b \u{1F469}\u200d\u{1F680}\n\u05e9\u05dc\u05d5\u05dd  z ';
    for (let begin = 0; begin <= text.length; begin++)
      for (let end = 0; end <= text.length; end++) {
        const found = tidy(text, begin, end);
        if (!found) continue;
        expect(found.begin).toBeGreaterThanOrEqual(0);
        expect(found.end).toBeLessThanOrEqual(text.length);
        expect(found.begin).toBeLessThan(found.end);
        expect(tidy(text, found.begin, found.end)).toEqual(found);
      }
  });
});

test('the word at the caret, also at its end; none between words', () => {
  const text = 'Anna met Bo.';
  expect(cut(text, wordAt(text, 6))).toBe('met');
  expect(cut(text, wordAt(text, 8))).toBe('met');
  expect(wordAt('a  b', 2)).toBeUndefined();
});

describe('lanes', () => {
  test('stretches that overlap stand in different lanes, others share the first', () => {
    expect(
      lanes([
        { begin: 0, end: 4 },
        { begin: 4, end: 8 },
      ]),
    ).toEqual([0, 0]);
    expect(
      new Set(
        lanes([
          { begin: 0, end: 5 },
          { begin: 3, end: 8 },
          { begin: 4, end: 9 },
        ]),
      ).size,
    ).toBe(3);
  });
  test('what lies inside another stands nearer to the text, whichever was marked first', () => {
    expect(
      lanes([
        { begin: 0, end: 20 },
        { begin: 5, end: 8 },
      ]),
    ).toEqual([1, 0]);
    expect(
      lanes([
        { begin: 5, end: 8 },
        { begin: 0, end: 20 },
        { begin: 10, end: 12 },
      ]),
    ).toEqual([0, 1, 0]);
  });
});

test('a text reads leftwards if its first letter does', () => {
  expect(readsLeftwards('12 \u05e9\u05dc\u05d5\u05dd Anna')).toBe(true);
  expect(readsLeftwards('Anna \u05e9\u05dc\u05d5\u05dd')).toBe(false);
});
