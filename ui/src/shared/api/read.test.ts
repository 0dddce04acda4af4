import { expect, test } from 'vitest';
import { readAnswer } from './read';

test('null parts of an answer are absent', () => {
  expect(readAnswer('{"a": null, "b": {"c": null, "d": 1.0}, "list": [{"e": null}]}')).toEqual({
    b: { d: 1 },
    list: [{}],
  });
});

test('in the content of an item null is null, also in a list', () => {
  expect(readAnswer('{"key": null, "fields": {"rows": [["a", null], [null, 2]], "talk": [{"x": null}]}}')).toEqual({
    fields: { rows: [['a', null], [null, 2]], talk: [{ x: null }] }, // biome-ignore format: as a table
  });
});

const reviver = (_: string, __: unknown, context?: { source?: string }) => context?.source;
/** Since 2025 browsers tell what stood in the text; Node does from version 21 on. */
const tellsSource = JSON.parse('1', reviver) === '1';

test.runIf(tellsSource)('numbers of an item are shown as they were written', () => {
  const { items } = readAnswer(
    '{"items": [{"fields": {"id": 12345678901234567890, "price": 1.50, "n": 4.25, "rows": [[1e2]]}, "share": 0.50}]}',
  ) as { items: unknown[] };
  expect(items[0]).toEqual({
    fields: { id: '12345678901234567890', price: '1.50', n: 4.25, rows: [['1e2']] },
    share: 0.5,
  });
});
