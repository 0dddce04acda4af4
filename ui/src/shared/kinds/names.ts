/** Names in the data, made while somebody writes a schema. */

/** An id made from what a person typed: lower case ASCII words joined by `_`, at most 40 characters of whole words, never empty. */
export function slug(title: string, fallback: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const id = plain === '' ? fallback : plain;
  return shortened(/^[a-z]/.test(id) ? id : `${fallback}_${id}`);
}

const LONGEST = 40;
/** Ends with a word, unless that would leave hardly anything. */
function shortened(id: string): string {
  if (id.length <= LONGEST) return id;
  const end = id.lastIndexOf('_', LONGEST);
  return id.slice(0, end >= LONGEST / 2 ? end : LONGEST);
}

/** `wanted`, or `wanted_2`, `wanted_3`, ... if it is taken. */
export function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const candidate = `${wanted}_${n}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** Moves one entry by `step` places; at an end it stays. */
export function moved<T>(list: readonly T[], index: number, step: -1 | 1): T[] {
  const target = index + step;
  const result = [...list];
  if (index < 0 || index >= list.length || target < 0 || target >= list.length) return result;
  const [entry] = result.splice(index, 1);
  result.splice(target, 0, entry as T);
  return result;
}

/** Without entries that are empty or undefined: they mean "the default". */
export function clean<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([key, v]) => v !== undefined && (v !== '' || key === 'id')),
  ) as T;
}

/** The names in a pasted text: one to a line, without marks of lists in front. */
export const listed = (text: string): string[] =>
  text
    .split(/\r?\n|\t/)
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
    .filter((line) => line !== '');

/** Options of these names behind the one at `at`, or in place of it; each with an id of its own. */
export function withNames<T extends { id: string; title?: string | undefined }>(
  options: readonly T[],
  at: number,
  names: readonly string[],
  replaced: boolean,
): (T | { id: string; title?: string })[] {
  const before = options.slice(0, replaced ? at : at + 1);
  const after = options.slice(at + 1);
  const taken = [...before, ...after].map((option) => option.id);
  const added = names.map((name) => {
    const id = freeId(slug(name, 'option'), taken);
    taken.push(id);
    return name === id ? { id } : { id, title: name };
  });
  return [...before, ...added, ...after];
}
