import { expect, test } from 'vitest';
import { EVERYTHING, isEmpty, isSelected, NOTHING, ranged, sizeOf, toggled } from './selection';

const loaded = [10, 20, 30, 40];
const some = (...ids: number[]) => ({ kind: 'some' as const, ids: new Set(ids) });

test('one more, and one less again', () => {
  const one = toggled(NOTHING, 20, loaded);
  expect(one).toEqual(some(20));
  expect(isEmpty(toggled(one, 20, loaded))).toBe(true);
});
test('a range goes from one end to the other, whichever comes first, and keeps what was there', () => {
  expect(ranged(some(10), loaded, 40, 30)).toEqual(some(10, 30, 40));
  expect(ranged(NOTHING, loaded, 99, 30)).toEqual(some(30));
  expect(ranged(some(10), loaded, 98, 99)).toEqual(some(10));
});
test('everything holds what has not been loaded; one less of it is what the table shows', () => {
  expect(isSelected(EVERYTHING, 999)).toBe(true);
  expect(toggled(EVERYTHING, 20, loaded)).toEqual(some(10, 30, 40));
  expect(ranged(EVERYTHING, loaded, 10, 20)).toBe(EVERYTHING);
});
test('its size is known where that of the list is', () => {
  expect(sizeOf(EVERYTHING, 2500)).toBe(2500);
  expect(sizeOf(EVERYTHING, undefined)).toBeUndefined();
  expect(sizeOf(some(10, 20), undefined)).toBe(2);
});
