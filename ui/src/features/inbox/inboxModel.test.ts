import { expect, test } from 'vitest';
import type { InboxLine } from '@/shared/api';
import { byDay, latest, localDay, once } from './inboxModel';

const line = (id: string, at: string): InboxLine => ({ id, kind: 'notes', at, unread: true });

test('a line that moved up while one read on comes once', () => {
  expect(
    once([line('a', '2026-01-02T10:00:00Z'), line('b', '2026-01-01T10:00:00Z'), line('a', '2026-01-01T09:00:00Z')]).map(
      ({ id }) => id,
    ),
  ).toEqual(['a', 'b']);
});

test('lines stand under their day, in their order', () => {
  const noon = new Date(2026, 0, 2, 12).toISOString();
  const morning = new Date(2026, 0, 2, 8).toISOString();
  const before = new Date(2026, 0, 1, 23, 59).toISOString();
  expect(
    byDay([line('a', noon), line('b', morning), line('c', before)]).map(({ day, lines }) => [day, lines.length]),
  ).toEqual([
    ['2026-01-02', 2],
    ['2026-01-01', 1],
  ]);
  expect(localDay(new Date(2026, 8, 7))).toBe('2026-09-07');
});

test('all is read up to the latest that was seen, whatever the order', () => {
  expect(latest([])).toBeUndefined();
  expect(latest([line('a', '2026-01-01T10:00:00.000001Z'), line('b', '2026-01-02T10:00:00Z')])).toBe(
    '2026-01-02T10:00:00Z',
  );
});
