import i18next from 'i18next';

/**
 * How numbers and dates are written: in the language of the page, as it is written in the reader's country (British readers
 * get 28 Nov 2026, American ones Nov 28, 2026).
 */
export function writingOf(language: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === language && tag.includes('-')) ?? language;
}

/** Of this page and reader, for everything of `Intl`. */
export const language = (): string =>
  writingOf(i18next.language || 'en', typeof navigator === 'undefined' ? [] : (navigator.languages ?? []));

export const formatNumber = (value: number, options: Intl.NumberFormatOptions = {}): string =>
  new Intl.NumberFormat(language(), options).format(value);

/** @param share in [0, 1] */
export const formatPercent = (share: number, digits = 0): string =>
  new Intl.NumberFormat(language(), {
    style: 'percent',
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  }).format(share);

/** "[0.50, 0.78]"; where the comma divides a number, a semicolon divides two: "[0,50; 0,78]". */
export const formatInterval = (low: string, high: string): string =>
  `[${low}${formatNumber(0.5).includes(',') ? ';' : ','} ${high}]`;

/** "Tone, Urgency and Topic". */
export const formatList = (words: readonly string[]): string =>
  new Intl.ListFormat(language(), { type: 'conjunction' }).format(words);

export const formatDate = (iso: string): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium' }).format(new Date(iso));

export const formatDateTime = (iso: string): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "3 hours ago", "in 2 days"; under a minute "now". */
export function formatRelative(iso: string, nowMs: number = Date.now()): string {
  const differenceMs = new Date(iso).getTime() - nowMs;
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  for (const [unit, ms] of STEPS)
    if (Math.abs(differenceMs) >= ms) return format.format(Math.round(differenceMs / ms), unit);
  return format.format(0, 'second');
}

/** "8 s", "2 min 5 s", "1 h 4 min"; for durations in milliseconds. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const unit = (value: number, name: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(language(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (seconds < 60) return unit(seconds, 'second');
  if (seconds < 3600)
    return seconds % 60 === 0
      ? unit(seconds / 60, 'minute')
      : `${unit(Math.floor(seconds / 60), 'minute')} ${unit(seconds % 60, 'second')}`;
  return `${unit(Math.floor(seconds / 3600), 'hour')} ${unit(Math.floor((seconds % 3600) / 60), 'minute')}`;
}

/** What the reader's spreadsheet expects between cells: where numbers have a decimal comma, it is a semicolon. */
export const spreadsheetSeparator = (): 'comma' | 'semicolon' =>
  formatNumber(0.5).includes(',') ? 'semicolon' : 'comma';

/** Midnight at the beginning of a day (YYYY-MM-DD) where the reader is, so many days later. */
export function midnight(date: string, daysLater = 0): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(year, month - 1, day + daysLater).toISOString();
}
