import { describe, expect, test } from 'vitest';
import { type DiffLine, diffCount, diffLines, foldUnchanged } from './changes';

const textOf = (line: DiffLine): string =>
  line.kind === 'same' ? line.text : line.pieces.map((piece) => piece.text).join('');
const side = (lines: readonly DiffLine[], drop: 'added' | 'removed'): string =>
  lines
    .filter((line) => line.kind !== drop)
    .map(textOf)
    .join('\n');

const before = '# Sentiment\n\nJudge the outcome.\nMixed: ask.\n\nEnd';
const after = '# Sentiment\n\nJudge the final outcome.\nIrony counts.\nMixed: ask.\n\nEnd';

describe('differences between two versions', () => {
  test('taking out what was added gives the old text, what was removed the new', () => {
    const lines = diffLines(before, after);
    expect(side(lines, 'added')).toBe(before);
    expect(side(lines, 'removed')).toBe(after);
  });
  test('the same holds for random texts', () => {
    let seed = 7;
    const random = (n: number): number => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed % n;
    };
    for (let round = 0; round < 200; round++) {
      const make = (): string => Array.from({ length: random(9) }, () => 'abc'.charAt(random(3))).join('\n');
      const [a, b] = [make(), make()];
      const lines = diffLines(a, b);
      expect(side(lines, 'added')).toBe(a);
      expect(side(lines, 'removed')).toBe(b);
    }
  });
  test('inside a changed line only the new words are marked', () => {
    const added = diffLines(before, after).find((line) => line.kind === 'added');
    expect(
      added?.kind === 'added' && added.pieces.filter((piece) => piece.kind === 'added').map((p) => p.text),
    ).toEqual(['final ']);
  });
  test('lines are numbered on both sides', () => {
    const last = diffLines(before, after).at(-1);
    expect(last).toMatchObject({ kind: 'same', text: 'End', oldLine: 6, newLine: 7 });
  });
  test('equal texts have no change', () => {
    expect(diffCount(diffLines(before, before))).toEqual({ added: 0, removed: 0 });
    expect(foldUnchanged(diffLines(before, before))).toEqual([{ kind: 'skipped', count: 6 }]);
  });
  test('folding keeps every line, shown or counted', () => {
    const long = Array.from({ length: 50 }, (_, i) => `line ${i}`);
    const changed = long.with(25, 'another line 25');
    const lines = diffLines(long.join('\n'), changed.join('\n'));
    const blocks = foldUnchanged(lines, 2);
    expect(blocks.map((block) => block.kind)).toEqual(['skipped', 'lines', 'skipped']);
    const shown = blocks.reduce((sum, b) => sum + (b.kind === 'skipped' ? b.count : b.lines.length), 0);
    expect(shown).toBe(lines.length);
  });
});
