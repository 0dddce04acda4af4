/**
 * Stretches of a text: where they may begin and end, and how several of them find room under one line. Offsets are UTF-16
 * units, as the DOM and the answers have them; `end` is behind the last.
 */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * What somebody selected, as it is marked: without white space at its ends, and with whole characters as people see them: no
 * half of an emoji, no letter without its accent. Undefined if nothing is left.
 */
export function tidy(text: string, one: number, other: number): Stretch | undefined {
  let begin = Math.max(0, Math.min(one, other));
  let end = Math.min(text.length, Math.max(one, other));
  if (begin >= end) return undefined;
  const seen = graphemes.segment(text);
  begin = seen.containing(begin)?.index ?? begin;
  const last = seen.containing(end);
  if (last && last.index < end) end = last.index + last.segment.length;
  const inside = text.slice(begin, end);
  begin += inside.length - inside.trimStart().length;
  end -= inside.length - inside.trimEnd().length;
  return begin < end ? { begin, end } : undefined;
}

/** The word at an offset, or the one that ends there; undefined between words. */
export function wordAt(text: string, offset: number): Stretch | undefined {
  const seen = words.segment(text);
  for (const at of [offset, offset - 1]) {
    const found = at >= 0 ? seen.containing(at) : undefined;
    if (found?.isWordLike) return { begin: found.index, end: found.index + found.segment.length };
  }
  return undefined;
}

/**
 * A lane for each stretch, counted from the text downwards: stretches that overlap stand in different lanes, what lies inside
 * another stands nearer to the text.
 */
export function lanes(all: readonly Stretch[]): number[] {
  const order = all
    .map((_, index) => index)
    .sort((a, b) => lengthOf(all[a]) - lengthOf(all[b]) || (all[a]?.begin ?? 0) - (all[b]?.begin ?? 0));
  const taken: Stretch[][] = [];
  const result = all.map(() => 0);
  for (const index of order) {
    const one = all[index] as Stretch;
    let lane = 0;
    while (taken[lane]?.some((other) => one.begin < other.end && other.begin < one.end)) lane++;
    taken[lane] = [...(taken[lane] ?? []), one];
    result[index] = lane;
  }
  return result;
}

const lengthOf = (one: Stretch | undefined): number => (one ? one.end - one.begin : 0);

/** Whether a text reads from right to left, by its first letter that has a direction. */
export const readsLeftwards = (text: string): boolean =>
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text);
