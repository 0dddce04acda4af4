import { expect, test } from 'vitest';
import { mineQuery, readMineSearch } from './mineSearch';

test('an address says what is looked for, and nothing that is none of it', () => {
  expect(
    readMineSearch({ q: 'late', mark: 'skipped', label: 'tone:good', from: '2026-03-01', to: '2026-03-02' }),
  ).toEqual({
    q: 'late',
    mark: 'skipped',
    label: 'tone:good',
    from: '2026-03-01',
    to: '2026-03-02',
  });
  expect(readMineSearch({ q: 17 })).toEqual({ q: '17' });
  expect(readMineSearch({ q: '', mark: 'gold', label: 'tone', from: 'yesterday', to: 7, more: 1 })).toEqual({});
});

test('a day is meant from its first moment to its last, where the reader is', () => {
  const { from, to } = mineQuery({ from: '2026-03-01', to: '2026-03-01' });
  expect(new Date(from ?? '')).toEqual(new Date(2026, 2, 1));
  expect(new Date(to ?? '')).toEqual(new Date(2026, 2, 2));
  expect(mineQuery({})).toEqual({ q: undefined, mark: undefined, label: undefined, from: undefined, to: undefined });
});
