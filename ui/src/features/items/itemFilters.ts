/** What the item table shows, as it stands in the address: pure translation between address, form and request. */
import type { ItemStatus, MetadataField } from '@/shared/api';
import { midnight } from '@/shared/i18n';

export const ITEM_STATUSES: readonly ItemStatus[] = [
  'unlabeled',
  'in_progress',
  'complete',
  'disputed',
  'adjudicated',
  'excluded',
  'in_bin',
];
/** What is special about an annotation that an item has. */
export const MARKS = ['skipped', 'ambiguous', 'comment'] as const;
export type Mark = (typeof MARKS)[number];
export const ITEM_SORTS = ['position', '-position', '-disagreement', 'disagreement'] as const;
export type ItemSort = (typeof ITEM_SORTS)[number];

/** The search part of `/p/KEY/items`. Everything is optional; what equals the default is left out of the address. */
export interface ItemSearch {
  q?: string;
  status?: ItemStatus;
  gold?: 'yes' | 'no';
  /** `QUESTION:OPTION` */
  label?: string;
  /** `FIELD:VALUE`, all of which must hold. */
  meta?: string[];
  /** The member who answered or skipped it. */
  by?: number;
  /** Answered on this day or later, as YYYY-MM-DD where the reader is. */
  from?: string;
  /** Answered on this day or earlier. */
  to?: string;
  mark?: Mark;
  /** Whether something is said on it that nobody has settled. */
  commented?: 'yes' | 'no';
  /** The number of the import that brought it. */
  imported?: number;
  sort?: ItemSort;
  /** The item opened beside the table. */
  item?: number;
}

/** Whatever stands in the address, reduced to what is meant: unknown values are dropped, never an error. */
export function readItemSearch(raw: Record<string, unknown>): ItemSearch {
  const search: ItemSearch = {};
  const text = (key: string): string | undefined => {
    const value = raw[key];
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const q = text('q');
  if (q !== undefined) search.q = q;
  const status = ITEM_STATUSES.find((known) => known === raw.status);
  if (status) search.status = status;
  if (raw.gold === 'yes' || raw.gold === 'no') search.gold = raw.gold;
  const label = text('label');
  if (label?.includes(':')) search.label = label;
  const meta = (Array.isArray(raw.meta) ? raw.meta : [raw.meta]).filter(
    (entry): entry is string => typeof entry === 'string' && entry.includes(':'),
  );
  if (meta.length > 0) search.meta = [...new Set(meta)];
  const by = Number(raw.by);
  if (Number.isSafeInteger(by) && by > 0) search.by = by;
  const from = day(raw.from);
  if (from) search.from = from;
  const to = day(raw.to);
  if (to) search.to = to;
  const mark = MARKS.find((known) => known === raw.mark);
  if (mark) search.mark = mark;
  if (raw.commented === 'yes' || raw.commented === 'no') search.commented = raw.commented;
  const imported = Number(raw.imported);
  if (Number.isSafeInteger(imported) && imported > 0) search.imported = imported;
  const sort = ITEM_SORTS.find((known) => known === raw.sort);
  if (sort && sort !== 'position') search.sort = sort;
  const item = Number(raw.item);
  if (Number.isSafeInteger(item) && item > 0) search.item = item;
  return search;
}

const day = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

/** Which items are meant, as requests say it. */
export function whereOf(search: ItemSearch) {
  return {
    q: search.q,
    status: search.status,
    gold: search.gold === undefined ? undefined : search.gold === 'yes',
    label: search.label,
    meta: search.meta,
    by: search.by,
    from: search.from === undefined ? undefined : midnight(search.from),
    to: search.to === undefined ? undefined : midnight(search.to, 1),
    mark: search.mark,
    commented: search.commented === undefined ? undefined : search.commented === 'yes',
    imported: search.imported,
  };
}

/** The request's query parameters; `after` is the cursor of the page before. */
export function itemQuery(search: ItemSearch, after?: string, limit = 100) {
  return { ...whereOf(search), sort: search.sort, after, limit };
}

/** The filters alone: what decides which rows come, without the item that happens to be open. */
export function filtersOf({ item: _item, ...filters }: ItemSearch): ItemSearch {
  return filters;
}

/** How many conditions narrow the list; the order does not count. */
export function filterCount(search: ItemSearch): number {
  return (
    [
      search.q,
      search.status,
      search.gold,
      search.label,
      search.by,
      search.from,
      search.to,
      search.mark,
      search.commented,
      search.imported,
    ].filter((value) => value !== undefined).length + (search.meta?.length ?? 0)
  );
}

/** Adds the metadata condition, or takes it away if it is there. */
export function withMeta(search: ItemSearch, condition: string): ItemSearch {
  const now = search.meta ?? [];
  const { meta: _meta, ...rest } = search;
  // An item has one value of each field.
  const [field] = splitCondition(condition);
  const others = now.filter((entry) => splitCondition(entry)[0] !== field);
  const next = now.includes(condition) ? others : [...others, condition];
  return next.length > 0 ? { ...rest, meta: next } : rest;
}

/** `FIELD:VALUE` in two; the value may itself contain colons. */
export function splitCondition(condition: string): [field: string, value: string] {
  const at = condition.indexOf(':');
  return [condition.slice(0, at), condition.slice(at + 1)];
}

const SHOWN = 8;

/** What is offered of one field. */
export interface MetadataChoice {
  field: string;
  values: MetadataField['values'];
  /** How many more the list has. */
  more: number;
  /** What was typed, where no value of the list is exactly that: an item may still have it. */
  exact: string | undefined;
}

/** The values of each field that hold what was typed, the most frequent first. */
export function metadataChoices(fields: readonly MetadataField[], typed: string): MetadataChoice[] {
  const wanted = typed.trim();
  const low = wanted.toLocaleLowerCase();
  return fields.map(({ name, values }) => {
    const fitting = values.filter(({ value }) => value.toLocaleLowerCase().includes(low));
    return {
      field: name,
      values: fitting.slice(0, SHOWN),
      more: Math.max(0, fitting.length - SHOWN),
      exact: wanted === '' || values.some(({ value }) => value === wanted) ? undefined : wanted,
    };
  });
}
