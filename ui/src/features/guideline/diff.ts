/** Differences between two texts, line by line and then word by word inside changed lines. Pure. */

export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type DiffLine =
  | { readonly kind: 'same'; readonly text: string; readonly oldLine: number; readonly newLine: number }
  | { readonly kind: 'removed'; readonly pieces: readonly Piece[]; readonly oldLine: number }
  | { readonly kind: 'added'; readonly pieces: readonly Piece[]; readonly newLine: number };

type Step<T> = { readonly kind: 'same' | 'removed' | 'added'; readonly value: T };

/**
 * The longest common subsequence as an edit script. Common heads and tails are cut off first, so the quadratic table
 * covers the changed middle only; guidelines are some hundreds of lines, of which a few change.
 */
function edits<T>(before: readonly T[], after: readonly T[]): Step<T>[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  const steps: Step<T>[] = before.slice(0, head).map((value) => ({ kind: 'same', value }));
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: 'same', value: a[i] as T });
      i++;
      j++;
    } else if (
      i < a.length &&
      (j >= b.length || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      steps.push({ kind: 'removed', value: a[i] as T });
      i++;
    } else {
      steps.push({ kind: 'added', value: b[j] as T });
      j++;
    }
  }
  for (const value of before.slice(before.length - tail)) steps.push({ kind: 'same', value });
  return steps;
}

const words = (line: string): string[] => line.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

function joined(steps: readonly Step<string>[], side: 'removed' | 'added'): Piece[] {
  const pieces: { kind: Piece['kind']; text: string }[] = [];
  for (const { kind, value } of steps) {
    if (kind !== 'same' && kind !== side) continue;
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += value;
    else pieces.push({ kind, text: value });
  }
  return pieces;
}

/** What to do to `before`, line by line, to get `after`. Removed lines come before the added ones that replace them. */
export function diffLines(before: string, after: string): DiffLine[] {
  const steps = edits(before.split('\n'), after.split('\n'));
  const lines: DiffLine[] = [];
  let oldLine = 1;
  let newLine = 1;
  let at = 0;
  while (at < steps.length) {
    const step = steps[at] as Step<string>;
    if (step.kind === 'same') {
      lines.push({ kind: 'same', text: step.value, oldLine: oldLine++, newLine: newLine++ });
      at++;
      continue;
    }
    const removed: string[] = [];
    const added: string[] = [];
    for (; at < steps.length && steps[at]?.kind !== 'same'; at++) {
      const { kind, value } = steps[at] as Step<string>;
      (kind === 'removed' ? removed : added).push(value);
    }
    const inner = removed.map((text, index) =>
      added[index] === undefined ? undefined : edits(words(text), words(added[index])),
    );
    removed.forEach((text, index) => {
      const steps = inner[index];
      lines.push({
        kind: 'removed',
        pieces: steps ? joined(steps, 'removed') : [{ kind: 'removed', text }],
        oldLine: oldLine++,
      });
    });
    added.forEach((text, index) => {
      const steps = inner[index];
      lines.push({
        kind: 'added',
        pieces: steps ? joined(steps, 'added') : [{ kind: 'added', text }],
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
