/**
 * Keeps what contains every word of the query, best first: a title that starts with the query, then words that start
 * with it, then the rest; ties stay in the order given. An empty query keeps everything.
 */
export function rank<T>(query: string, candidates: readonly T[], textOf: (candidate: T) => string): T[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...candidates];
  const scored = candidates.flatMap((candidate, order) => {
    const text = textOf(candidate).toLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    const starts = text.startsWith(words.join(' '))
      ? 0
      : words.every((word) => ` ${text}`.includes(` ${word}`))
        ? 1
        : 2;
    return [{ candidate, starts, order }];
  });
  return scored.sort((a, b) => a.starts - b.starts || a.order - b.order).map((one) => one.candidate);
}
