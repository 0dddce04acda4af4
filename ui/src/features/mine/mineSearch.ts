/** What is looked for among one's own answers, as the address of the page says it. */
export const MARKS = ['skipped', 'ambiguous', 'comment', 'sent_back', 'taken_out'] as const;
export type Mark = (typeof MARKS)[number];

export interface MineSearch {
  q?: string;
  mark?: Mark;
  /** `question:option`. */
  label?: string;
  /** Days, the last one included. */
  from?: string;
  to?: string;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

export function readMineSearch(search: Record<string, unknown>): MineSearch {
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
  };
  const day = (name: string): string | undefined => {
    const value = text(name);
    return value !== undefined && DAY.test(value) ? value : undefined;
  };
  const mark = MARKS.find((one) => one === search.mark);
  const label = text('label');
  return {
    ...(text('q') === undefined ? {} : { q: text('q') as string }),
    ...(mark === undefined ? {} : { mark }),
    ...(label === undefined || !label.includes(':') ? {} : { label }),
    ...(day('from') === undefined ? {} : { from: day('from') as string }),
    ...(day('to') === undefined ? {} : { to: day('to') as string }),
  };
}

/** As the server is asked: whole days where the reader is. */
export function mineQuery({ q, mark, label, from, to }: MineSearch): Record<string, string | undefined> {
  const at = (day: string | undefined, later: number): string | undefined => {
    if (day === undefined) return undefined;
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + later).toISOString();
  };
  return { q, mark, label, from: at(from, 0), to: at(to, 1) };
}
