/**
 * How long somebody really worked on an item: time passes while the page is visible and they did something in the last
 * minute. A value; times are milliseconds of any steady clock.
 */
export interface ActiveTime {
  activeMs: number;
  /** Up to when time has been counted. */
  countedToMs: number;
  lastInputMs: number;
  visible: boolean;
}

/** After this long without a key, a touch or a movement, the clock stops. */
export const IDLE_MS = 60_000;

export const startTime = (nowMs: number, visible = true): ActiveTime => ({
  activeMs: 0,
  countedToMs: nowMs,
  lastInputMs: nowMs,
  visible,
});

/** Counts what has passed since the last look. */
export function tick(time: ActiveTime, nowMs: number): ActiveTime {
  const until = Math.min(nowMs, time.lastInputMs + IDLE_MS);
  const passed = time.visible ? Math.max(0, until - time.countedToMs) : 0;
  return { ...time, activeMs: time.activeMs + passed, countedToMs: Math.max(time.countedToMs, nowMs) };
}

/** Something was done: the idle minute starts anew. Time spent away before it is not counted. */
export const input = (time: ActiveTime, nowMs: number): ActiveTime => ({ ...tick(time, nowMs), lastInputMs: nowMs });

export const visibility = (time: ActiveTime, visible: boolean, nowMs: number): ActiveTime => ({
  ...tick(time, nowMs),
  visible,
  lastInputMs: visible ? nowMs : time.lastInputMs,
});
