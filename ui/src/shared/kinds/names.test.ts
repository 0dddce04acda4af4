import { expect, test } from 'vitest';
import { listed, withNames } from './names';

test('a pasted list becomes names, whatever marks stand in front', () => {
  expect(listed('- Praise\n* Late delivery\r\n 3. Wrong item \n\n• 4 stars')).toEqual([
    'Praise',
    'Late delivery',
    'Wrong item',
    '4 stars',
  ]);
});

test('cells of one row of a spreadsheet are names as well', () => {
  expect(listed('yes\tno')).toEqual(['yes', 'no']);
});

test('pasted options stand where they were pasted, and none takes the id of another', () => {
  const options = [{ id: 'praise', title: 'Praise' }, { id: 'option_2' }, { id: 'other' }];
  expect(withNames(options, 1, ['praise', 'Late!', 'late'], true)).toEqual([
    { id: 'praise', title: 'Praise' },
    { id: 'praise_2', title: 'praise' },
    { id: 'late', title: 'Late!' },
    { id: 'late_2', title: 'late' },
    { id: 'other' },
  ]);
  expect(withNames(options, 0, ['a', 'b'], false).map((one) => one.id)).toEqual([
    'praise',
    'a',
    'b',
    'option_2',
    'other',
  ]);
});
