import { describe, expect, test } from 'vitest';
import { everyDay, percentOf, placeLabels, shareAxis, shortName, split, tabSeparated, zeroBasedAxis } from './scales';

describe('axes', () => {
  test('bars always start at zero and the last tick covers the tallest', () => {
    const axis = zeroBasedAxis(87);
    expect(axis.domain[0]).toBe(0);
    expect(axis.domain[1]).toBeGreaterThanOrEqual(87);
    expect(axis.ticks[0]).toBe(0);
    expect(axis.ticks.at(-1)).toBe(axis.domain[1]);
  });
  test('a series of zeros still has an axis', () => {
    expect(zeroBasedAxis(0).domain).toEqual([0, 1]);
  });
  test('shares are shown on the whole of 0 to 1 by default', () => {
    expect(shareAxis([0.6, 0.9]).domain).toEqual([0, 1]);
  });
  test('a negative coefficient stretches the axis down to itself, never below -1', () => {
    expect(shareAxis([-0.23, 0.4]).domain[0]).toBeCloseTo(-0.3);
    expect(shareAxis([-1, 0.4]).domain[0]).toBe(-1);
  });
  test('an axis may start above zero only when told and when everything lies above', () => {
    expect(shareAxis([0.83, 0.95], 0.5).domain[0]).toBe(0.5);
    expect(shareAxis([0.31, 0.95], 0.5).domain[0]).toBeCloseTo(0.2);
  });
  test('positions outside the domain stick to its ends', () => {
    expect(percentOf(0.25, [0, 1])).toBe(25);
    expect(percentOf(2, [0, 1])).toBe(100);
    expect(percentOf(-1, [0, 1])).toBe(0);
    expect(percentOf(3, [3, 3])).toBe(0);
  });
});

describe('days', () => {
  test('days without answers are shown as empty, not skipped', () => {
    expect(
      everyDay([
        { day: '2026-02-27', value: 4 },
        { day: '2026-03-02', value: 1 },
      ]),
    ).toEqual([
      { day: '2026-02-27', value: 4 },
      { day: '2026-02-28', value: 0 },
      { day: '2026-03-01', value: 0 },
      { day: '2026-03-02', value: 1 },
    ]);
  });
  test('the order given does not matter', () => {
    const days = everyDay([
      { day: '2026-10-26', value: 2 },
      { day: '2026-10-24', value: 5 },
    ]);
    expect(days.map((day) => day.value)).toEqual([5, 0, 2]);
  });
  test('no data is no days', () => {
    expect(everyDay([])).toEqual([]);
  });
});

describe('names beside points', () => {
  const area = { width: 200, height: 100 };
  test('a lone point has its name on the right', () => {
    expect(placeLabels([{ x: 50, y: 50, textWidth: 40 }], area)[0]?.anchor).toBe('start');
  });
  test('at the right edge the name goes left', () => {
    expect(placeLabels([{ x: 190, y: 50, textWidth: 40 }], area)[0]?.anchor).toBe('end');
  });
  test('names stay right of the axis', () => {
    const [label] = placeLabels([{ x: 190, y: 50, textWidth: 160 }], { left: 40, ...area });
    expect(label?.anchor).not.toBe('end');
  });
  test('names do not cover other points', () => {
    const [first] = placeLabels(
      [
        { x: 50, y: 50, textWidth: 40 },
        { x: 70, y: 50, textWidth: 40 },
      ],
      area,
    );
    expect(first?.anchor).not.toBe('start');
  });
  test('names keep off whiskers where they can, and lie over them rather than being left out', () => {
    const point = { x: 100, y: 50, textWidth: 40 };
    const whisker = { x: 99, y: 0, width: 2, height: 100 };
    expect(placeLabels([point], area, 14, 5, [whisker])[0]?.anchor).toBe('start');
    const fence = { x: 0, y: 0, width: 200, height: 100 };
    expect(placeLabels([point], area, 14, 5, [fence])[0]).toBeDefined();
  });
  test('a name without a free place is left out', () => {
    const crowd = Array.from({ length: 40 }, () => ({ x: 100, y: 50, textWidth: 150 }));
    expect(placeLabels(crowd, area).some((label) => label === undefined)).toBe(true);
  });
});

describe('split', () => {
  test('shares sum to one and the largest comes first', () => {
    const parts = split([
      { id: 'a', count: 1 },
      { id: 'b', count: 3 },
      { id: 'c', count: 0 },
    ]);
    expect(parts.map((part) => part.id)).toEqual(['b', 'a']);
    expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1);
  });
  test('no votes, no parts', () => {
    expect(split([{ count: 0 }])).toEqual([]);
  });
});

test('plots leave out what they say by themselves', () => {
  expect(shortName('Simulated: Careful Ada')).toBe('Careful Ada');
  expect(shortName('Ada: the second')).toBe('Ada: the second');
});

test('what is copied cannot break out of its cell', () => {
  expect(tabSeparated(['name', 'n'], [['a\tb\nc', 3]])).toBe('name\tn\na b c\t3');
});
