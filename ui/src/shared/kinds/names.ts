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
