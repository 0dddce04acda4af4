/** Which items of the table something is to be done to: some by number, or all that the filters mean. Pure. */

export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<number> }
  /** Whatever the filters mean, also what has not been loaded. */
  | { readonly kind: 'all' };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };
export const EVERYTHING: Selection = { kind: 'all' };

export const isEmpty = (selection: Selection): boolean => selection.kind === 'some' && selection.ids.size === 0;
export const isSelected = (selection: Selection, id: number): boolean =>
  selection.kind === 'all' || selection.ids.has(id);

/** One more or one less. Of all, one less means those that are in the table: nobody has seen the others. */
export function toggled(selection: Selection, id: number, loaded: readonly number[]): Selection {
  const ids = new Set(selection.kind === 'all' ? loaded : selection.ids);
  if (ids.has(id)) ids.delete(id);
  else ids.add(id);
  return { kind: 'some', ids };
}

/** All from one to another in the order of the table, besides what is selected already. */
export function ranged(selection: Selection, loaded: readonly number[], from: number, to: number): Selection {
  if (selection.kind === 'all') return selection;
  const ends = [loaded.indexOf(from), loaded.indexOf(to)].filter((at) => at >= 0);
  if (ends.length === 0) return selection;
  return {
    kind: 'some',
    ids: new Set([...selection.ids, ...loaded.slice(Math.min(...ends), Math.max(...ends) + 1)]),
  };
}

/** @returns undefined where the number is not known */
export const sizeOf = (selection: Selection, total: number | undefined): number | undefined =>
  selection.kind === 'all' ? total : selection.ids.size;
