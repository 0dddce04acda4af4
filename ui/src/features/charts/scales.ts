/** Pure arithmetic behind the plots: no React, no DOM. */
import { scaleLinear } from 'd3-scale';

/** A closed interval of numbers, `[from, to]` with `from <= to`. */
export type Span = readonly [from: number, to: number];

/** A name as plots write it: without the prefix that says what the plot says by itself ("Simulated: Ada"). */
export const shortName = (name: string): string => name.replace(/^(simulated|model|simuliert|modell):\s*/i, '');

export interface Axis {
  readonly domain: Span;
  /** Ascending tick values inside the domain, both ends included. */
  readonly ticks: readonly number[];
}

/** An axis that starts at zero and ends on a round number at or above `max`; an all-zero series still gets `[0, 1]`. */
export function zeroBasedAxis(max: number, tickCount = 3): Axis {
  const scale = scaleLinear()
    .domain([0, max > 0 ? max : 1])
    .nice(tickCount);
  const [from = 0, to = 1] = scale.domain();
  return { domain: [from, to], ticks: scale.ticks(tickCount) };
}

/**
 * An axis for shares and coefficients: the whole of `[0, 1]`, unless every value and interval lies above `floor`
 * (then it starts at a round number below the lowest) or something is negative (then it reaches down to it).
 */
export function shareAxis(values: readonly number[], floor = 0): Axis {
  const lowest = Math.min(1, ...values);
  const start = lowest < 0 ? Math.floor(lowest * 10) / 10 : Math.min(floor, Math.floor(lowest * 5) / 5);
  const domain: Span = [Math.max(-1, start), 1];
  const ticks = scaleLinear().domain(domain).ticks(4);
  return { domain, ticks: ticks.includes(domain[0]) ? ticks : [domain[0], ...ticks] };
}

/** Where `value` lies in `domain`, as percent of the width, clamped to `[0, 100]`. */
export function percentOf(value: number, domain: Span): number {
  const [from, to] = domain;
  if (to === from) return 0;
  return Math.min(100, Math.max(0, ((value - from) / (to - from)) * 100));
}

const DAY_MS = 86_400_000;

export interface DayValue {
  /** ISO date, `2026-11-21`. */
  readonly day: string;
  readonly value: number;
}

/** Every calendar day from the first to the last one named, in order; days without data count zero. */
export function everyDay(values: readonly DayValue[]): DayValue[] {
  const byDay = new Map<number, number>();
  for (const { day, value } of values) {
    const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
    if (Number.isFinite(at)) byDay.set(at, (byDay.get(at) ?? 0) + value);
  }
  if (byDay.size === 0) return [];
  const first = Math.min(...byDay.keys());
  const last = Math.max(...byDay.keys());
  const days: DayValue[] = [];
  for (let at = first; at <= last; at += DAY_MS) {
    days.push({ day: new Date(at).toISOString().slice(0, 10), value: byDay.get(at) ?? 0 });
  }
  return days;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Puts one name beside each point so that names cover neither each other nor a point: right, left, above, below, then
 * askew, in that order of preference. Names that find no place clear of the obstacles may lie over one; a name for which
 * there is no place at all is left out (`undefined`): the table behind has it.
 *
 * @param points  centres in pixels, with the width of the name in pixels
 * @param obstacles what names keep off where they can, such as the whiskers of intervals
 * @param area    the plot, from `left` (default 0) to `width`; names stay inside
 */
export function placeLabels(
  points: readonly { x: number; y: number; textWidth: number }[],
  area: { left?: number; width: number; height: number },
  lineHeight = 14,
  radius = 5,
  obstacles: readonly Box[] = [],
): (PlacedLabel | undefined)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    x: x - radius,
    y: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  }));
  const placed: (PlacedLabel | undefined)[] = points.map(() => undefined);
  const gap = radius + 3;
  const rise = radius + lineHeight / 2 + 1;
  const places = [
    ['start', gap, 0],
    ['end', -gap, 0],
    ['middle', 0, -gap - lineHeight / 2],
    ['middle', 0, gap + lineHeight / 2],
    ['start', radius, -rise],
    ['start', radius, rise],
    ['end', -radius, -rise],
    ['end', -radius, rise],
  ] as const;
  for (const avoided of [obstacles, []])
    for (const [index, { x, y, textWidth }] of points.entries()) {
      if (placed[index]) continue;
      for (const [anchor, right, down] of places) {
        const at = { x: x + right, y: y + down };
        const left = anchor === 'start' ? at.x : anchor === 'end' ? at.x - textWidth : at.x - textWidth / 2;
        const box: Box = { x: left, y: at.y - lineHeight / 2, width: textWidth, height: lineHeight };
        const inside =
          box.x >= (area.left ?? 0) &&
          box.y >= 0 &&
          left + textWidth <= area.width &&
          box.y + lineHeight <= area.height;
        if (!inside || [...taken, ...avoided].some((other) => overlaps(box, other))) continue;
        taken.push(box);
        placed[index] = { ...at, anchor };
        break;
      }
    }
  return placed;
}

/** Cuts whole parts out of votes: shares that sum to 1, largest first, ties in the order given. */
export function split<T extends { readonly count: number }>(parts: readonly T[]): (T & { readonly share: number })[] {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (total === 0) return [];
  return parts
    .filter((part) => part.count > 0)
    .map((part) => ({ ...part, share: part.count / total }))
    .sort((a, b) => b.count - a.count);
}

/** Rows and columns as tab-separated lines, the form a spreadsheet takes from the clipboard. */
export function tabSeparated(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const clean = (cell: string | number): string => String(cell).replace(/[\t\r\n]+/g, ' ');
  return [header, ...rows].map((row) => row.map(clean).join('\t')).join('\n');
}
