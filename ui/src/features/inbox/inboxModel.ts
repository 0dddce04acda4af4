/** Lines of an inbox put in order, without React or a server. */
import type { InboxLine } from '@/shared/api';

/** Each line once, where it stands first: what happens while one reads on moves to the top, and would come again. */
export function once(lines: readonly InboxLine[]): InboxLine[] {
  const seen = new Set<string>();
  return lines.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** By the day on which they happened, as the reader's clock says; the order stays. */
export function byDay(lines: readonly InboxLine[]): { day: string; lines: InboxLine[] }[] {
  const days: { day: string; lines: InboxLine[] }[] = [];
  for (const line of lines) {
    const day = localDay(new Date(line.at));
    const last = days.at(-1);
    if (last?.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}

export const localDay = (date: Date): string =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

/** The moment of the latest line that is on the screen. */
export const latest = (lines: readonly InboxLine[]): string | undefined =>
  lines.reduce<string | undefined>(
    (most, { at }) => (most === undefined || Date.parse(at) > Date.parse(most) ? at : most),
    undefined,
  );
