import { describe, expect, test } from 'vitest';
import {
  filterCount,
  filtersOf,
  itemQuery,
  metadataChoices,
  readItemSearch,
  splitCondition,
  withMeta,
} from './itemFilters';

describe('filters live in the address', () => {
  test('what is not understood is ignored instead of breaking a shared link', () => {
    expect(readItemSearch({ status: 'lost', gold: 'maybe', sort: 'colour', item: 'x', meta: [3, 'lang:de'] })).toEqual({
      meta: ['lang:de'],
    });
  });
  test('a search for digits stays a search for text', () => {
    expect(readItemSearch({ q: 42 })).toEqual({ q: '42' });
  });
  test('the default order is not spelled out', () => {
    expect(readItemSearch({ sort: 'position' })).toEqual({});
    expect(readItemSearch({ sort: '-disagreement' })).toEqual({ sort: '-disagreement' });
  });
  test('reading what was read changes nothing', () => {
    const search = readItemSearch({
      q: 'x',
      status: 'disputed',
      gold: 'yes',
      label: 'a:b',
      meta: ['l:de'],
      by: 3,
      from: '2026-03-01',
      to: '2026-03-31',
      mark: 'skipped',
      commented: 'yes',
      item: 7,
    });
    expect(Object.keys(search)).toHaveLength(11);
    expect(readItemSearch({ ...search })).toEqual(search);
  });
});

test('the request carries the filters and the cursor, and not the opened item', () => {
  expect(itemQuery({ gold: 'no', item: 5, meta: ['a:b'] }, 'CURSOR')).toEqual({
    q: undefined,
    status: undefined,
    gold: false,
    label: undefined,
    meta: ['a:b'],
    by: undefined,
    from: undefined,
    to: undefined,
    mark: undefined,
    commented: undefined,
    sort: undefined,
    after: 'CURSOR',
    limit: 100,
  });
});

test('a day is asked for from its first moment to its last, where the reader is', () => {
  const { from, to } = itemQuery({ from: '2026-03-31', to: '2026-03-31' });
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 3_600_000);
  expect(readItemSearch({ from: '31.3.2026', to: '2026-13-01' })).toEqual({});
});

test('opening an item does not ask for another list', () => {
  expect(filtersOf({ q: 'x', item: 1 })).toEqual(filtersOf({ q: 'x', item: 2 }));
});

describe('what metadata offers', () => {
  const fields = [
    {
      name: 'lang',
      values: [
        { value: 'English', count: 9 },
        { value: 'Finnish', count: 2 },
      ],
    },
    { name: 'shop', values: Array.from({ length: 20 }, (_, n) => ({ value: `shop ${n}`, count: 20 - n })) },
  ];
  test('is the most frequent values, and how many more there are', () => {
    const [lang, shop] = metadataChoices(fields, '');
    expect(lang).toEqual({ field: 'lang', values: fields[0]?.values, more: 0, exact: undefined });
    expect(shop?.values).toHaveLength(8);
    expect(shop?.more).toBe(12);
  });
  test('narrows as somebody types, and lets them ask for what no list holds', () => {
    const [lang, shop] = metadataChoices(fields, 'fin');
    expect(lang?.values.map((one) => one.value)).toEqual(['Finnish']);
    expect(lang?.exact).toBe('fin');
    expect(shop?.values).toEqual([]);
    expect(metadataChoices(fields, 'Finnish')[0]?.exact).toBeUndefined();
  });
});

describe('metadata conditions', () => {
  test('are switched on and off', () => {
    const on = withMeta({}, 'lang:de');
    expect(on).toEqual({ meta: ['lang:de'] });
    expect(withMeta(on, 'lang:de')).toEqual({});
  });
  test('of one field there is one value', () => {
    expect(withMeta({ meta: ['lang:de', 'shop:a'] }, 'lang:en')).toEqual({ meta: ['shop:a', 'lang:en'] });
  });
  test('the value may contain a colon', () => {
    expect(splitCondition('at:12:30')).toEqual(['at', '12:30']);
  });
  test('each counts as a filter', () => {
    expect(filterCount({ q: 'a', meta: ['a:b', 'c:d'], sort: '-position' })).toBe(3);
  });
});
