import { expect, test } from 'vitest';
import { mostAlike } from './similar';

const cases = [
  'The kettle arrived late, but it boils in no time.',
  'The app signs me out every day.',
  'The parcel arrived late.',
  'Großartig, kommt nie wieder ins Haus.',
].map((text, index) => ({ text, case: index }));

test('what shares its rare words comes first; what shares only "the" is not similar', () => {
  const found = mostAlike('My kettle arrived late', cases).map((one) => one.case);
  expect(found).toEqual([0, 2]);
});
test('the same text is as alike as can be, whatever its capitals', () => {
  expect(mostAlike('THE APP SIGNS ME OUT EVERY DAY', cases)[0]).toMatchObject({ case: 1 });
  expect(mostAlike('the app signs me out every day', cases)[0]?.likeness).toBeCloseTo(1);
});
test('scripts without spaces are cut into words as well', () => {
  const found = mostAlike('電源が入りません', [{ text: '電源が入りませんでした。', case: 7 }, ...cases]);
  expect(found[0]?.case).toBe(7);
});
test('nothing to compare, nothing found', () => {
  expect(mostAlike('anything', [])).toEqual([]);
  expect(mostAlike('', cases)).toEqual([]);
  expect(mostAlike('…!', [{ text: '', case: 0 }])).toEqual([]);
});
test('never more than asked for', () => {
  const twice = [...cases, ...cases];
  expect(mostAlike('My kettle arrived late', twice, 9)).toHaveLength(4);
  expect(mostAlike('My kettle arrived late', twice, 2)).toHaveLength(2);
});
