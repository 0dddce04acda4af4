import { describe, expect, test } from 'vitest';
import { alphaVerdict, weakSpot } from './plainWords';

describe('the verdict on alpha', () => {
  test('follows what the interval supports, not the estimate alone', () => {
    expect(alphaVerdict({ value: 0.82, low: 0.81 })).toBe('reliable');
    expect(alphaVerdict({ value: 0.82, low: 0.7 })).toBe('tentative');
    expect(alphaVerdict({ value: 0.71, low: 0.6 })).toBe('tooLow');
  });
  test('takes the estimate where there is no interval', () => {
    expect(alphaVerdict({ value: 0.8 })).toBe('reliable');
    expect(alphaVerdict({ value: 0.667 })).toBe('tentative');
  });
  test('undefined and systematic disagreement are said as such', () => {
    expect(alphaVerdict({})).toBe('undefined');
    expect(alphaVerdict({ value: -0.2, low: -0.3 })).toBe('worseThanChance');
  });
});

describe('the weak spot', () => {
  const label = (option: string, value: number, half: number) => ({
    option,
    alpha: { value, low: value - half, high: value + half, n: 100 },
  });
  test('is named when its interval lies below that of the best label', () => {
    expect(weakSpot([label('good', 0.8, 0.05), label('mixed', 0.4, 0.1)])).toBe('mixed');
  });
  test('is not invented from noise', () => {
    expect(weakSpot([label('good', 0.8, 0.2), label('mixed', 0.6, 0.2)])).toBeUndefined();
    expect(weakSpot([label('good', 0.8, 0.05)])).toBeUndefined();
  });
});
