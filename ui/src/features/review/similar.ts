/**
 * Which earlier cases read like the one in hand: cosine of the words, each weighed by how few of the cases have it (so that
 * "the" counts little). Words are those of the Unicode segmenter, so texts without spaces work too.
 */
export interface Likeness<T> {
  readonly case: T;
  /** In [0, 1]. */
  readonly likeness: number;
}

/**
 * @param most     how many to return at most, most alike first; equal ones in the order given
 * @param atLeast  less alike than this is not similar, in [0, 1]
 */
export function mostAlike<T>(
  text: string,
  cases: readonly { readonly text: string; readonly case: T }[],
  most = 3,
  atLeast = 0.12,
): Likeness<T>[] {
  const wanted = words(text);
  const known = cases.map((one) => ({ case: one.case, words: words(one.text) }));
  const seenIn = new Map<string, number>();
  for (const one of [{ words: wanted }, ...known]) for (const word of one.words) count(seenIn, word);
  const weight = (word: string): number => Math.log((known.length + 2) / (seenIn.get(word) ?? 1));
  const length = (all: ReadonlySet<string>): number =>
    Math.sqrt([...all].reduce((sum, word) => sum + weight(word) ** 2, 0));
  const own = length(wanted);
  return known
    .map((one) => {
      const shared = [...one.words]
        .filter((word) => wanted.has(word))
        .reduce((sum, word) => sum + weight(word) ** 2, 0);
      const both = own * length(one.words);
      return { case: one.case, likeness: both === 0 ? 0 : shared / both };
    })
    .filter(({ likeness }) => likeness >= atLeast)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, most);
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const words = (text: string): ReadonlySet<string> =>
  new Set(
    [...segmenter.segment(text.toLowerCase().normalize('NFKC'))]
      .filter(({ isWordLike }) => isWordLike)
      .map(({ segment }) => segment),
  );
const count = (seen: Map<string, number>, word: string): void => {
  seen.set(word, (seen.get(word) ?? 0) + 1);
};
