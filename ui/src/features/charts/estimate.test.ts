import { describe, expect, test } from 'vitest';
import { estimateText, intervalText, wilson } from './estimate';

describe('numbers in words', () => {
  test('a percentage and its bounds have the same precision', () => {
    expect(estimateText({ value: 0.112, low: 0.085, high: 0.141, n: 9 }, 'percent')).toBe('11% [9, 14]');
    expect(estimateText({ value: 0.042, low: 0.01, high: 0.12, n: 9 }, 'percent')).toBe('4.2% [1.0, 12.0]');
  });
  test('coefficients have two decimals', () => {
    expect(estimateText({ value: 0.7, low: 0.667, high: 0.75, n: 9 }, 'coefficient')).toBe('0.70 [0.67, 0.75]');
  });
  test('what is undefined is a dash, what has no interval shows none', () => {
    expect(estimateText({ n: 0, undefinedBecause: 'no data' }, 'percent')).toBe('–');
    expect(intervalText({ value: 0.5, n: 3 }, 'percent')).toBe('');
  });
});

test('the interval of a proportion reproduces published values (Newcombe 1998, table I, method 3)', () => {
  const { low, high } = wilson(81, 263);
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 20)).toMatchObject({ low: 0 });
  expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
});
