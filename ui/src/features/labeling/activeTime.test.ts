import { expect, test } from 'vitest';
import { IDLE_MS, input, startTime, tick, visibility } from './activeTime';

test('time counts while somebody works', () => {
  const time = tick(input(tick(startTime(1000), 6000), 9000), 12_000);
  expect(time.activeMs).toBe(11_000);
});

test('after a minute without input the clock stops, and starts again with the next key', () => {
  const away = tick(startTime(0), 10 * IDLE_MS);
  expect(away.activeMs).toBe(IDLE_MS);
  const back = tick(input(away, 11 * IDLE_MS), 11 * IDLE_MS + 500);
  expect(back.activeMs).toBe(IDLE_MS + 500);
});

test('a hidden page does not count', () => {
  const hidden = visibility(startTime(0), false, 2000);
  const shown = visibility(tick(hidden, 30_000), true, 40_000);
  expect(tick(shown, 41_000).activeMs).toBe(3000);
});

test('looking often or seldom gives the same sum', () => {
  let often = startTime(0);
  for (let now = 0; now <= 50_000; now += 137) often = tick(often, now);
  expect(tick(often, 50_000).activeMs).toBe(tick(startTime(0), 50_000).activeMs);
});
