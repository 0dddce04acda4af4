import { diffArrays } from 'diff';

/** Differences between two texts, line by line and then word by word inside changed lines. Pure. */

export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type DiffLine =
  | { readonly kind: 'same'; readonly text: string; readonly oldLine: number; readonly newLine: number }
  | { readonly kind: 'removed'; readonly pieces: readonly Piece[]; readonly oldLine: number }
  | { readonly kind: 'added'; readonly pieces: readonly Piece[]; readonly newLine: number };

/** One piece of the old or new text after the other. */
interface Step {
  readonly kind: Piece['kind'];
  readonly value: string;
}

const steps = (before: readonly string[], after: readonly string[]): Step[] =>
  diffArrays([...before], [...after]).flatMap(({ value, added, removed }) =>
    value.map((one): Step => ({ kind: added ? 'added' : removed ? 'removed' : 'same', value: one })),
  );

const words = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function joined(parts: readonly Step[], side: 'removed' | 'added'): Piece[] {
  const pieces: { kind: Piece['kind']; text: string }[] = [];
  for (const { kind, value } of parts) {
    if (kind !== 'same' && kind !== side) continue;
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += value;
    else pieces.push({ kind, text: value });
  }
  return pieces;
}

/** What to do to `before`, line by line, to get `after`. Removed lines come before the added ones that replace them. */
export function diffLines(before: string, after: string): DiffLine[] {
  const all = steps(before.split('\n'), after.split('\n'));
  const lines: DiffLine[] = [];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  while (at < all.length) {
    const step = all[at] as Step;
    if (step.kind === 'same') {
      lines.push({ kind: 'same', text: step.value, oldLine: oldLine++, newLine: newLine++ });
      at++;
      continue;
    }
    const removed: string[] = [];
    const added: string[] = [];
    for (; at < all.length && all[at]?.kind !== 'same'; at++) {
      const { kind, value } = all[at] as Step;
      (kind === 'removed' ? removed : added).push(value);
    }
    const inner = removed.map((text, index) =>
      added[index] === undefined ? undefined : steps(words(text), words(added[index])),
    );
    removed.forEach((text, index) => {
      const parts = inner[index];
      lines.push({
        kind: 'removed',
        pieces: parts ? joined(parts, 'removed') : [{ kind: 'removed', text }],
        oldLine: oldLine++,
      });
    });
    added.forEach((text, index) => {
      const parts = inner[index];
      lines.push({
        kind: 'added',
        pieces: parts ? joined(parts, 'added') : [{ kind: 'added', text }],
        newLine: newLine++,
      });
    });
  }
  return lines;
}

export type DiffBlock =
  | { readonly kind: 'lines'; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'skipped'; readonly count: number };

/** Keeps `context` unchanged lines around each change and folds the rest. No change at all is one folded block. */
export function foldUnchanged(lines: readonly DiffLine[], context = 2): DiffBlock[] {
  const keep = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    for (let i = Math.max(0, index - context); i <= Math.min(lines.length - 1, index + context); i++) keep[i] = true;
  });
  const blocks: DiffBlock[] = [];
  for (let start = 0; start < lines.length; ) {
    let end = start;
    while (end < lines.length && keep[end] === keep[start]) end++;
    blocks.push(
      keep[start] ? { kind: 'lines', lines: lines.slice(start, end) } : { kind: 'skipped', count: end - start },
    );
    start = end;
  }
  return blocks;
}

/** How many lines were added and removed. */
export function diffCount(lines: readonly DiffLine[]): { added: number; removed: number } {
  return {
    added: lines.filter((line) => line.kind === 'added').length,
    removed: lines.filter((line) => line.kind === 'removed').length,
  };
}
