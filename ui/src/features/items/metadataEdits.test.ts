import { expect, test } from 'vitest';
import { conflictsOf, type DraftField, editsOf, faultsOf, fieldsOf, reversed } from './metadataEdits';

const fresh = (id: number, name: string, value: string): DraftField => ({
  id,
  name,
  value,
  removed: false,
  isNew: true,
  was: undefined,
});
const changed = (fields: DraftField[], name: string, change: Partial<DraftField>): DraftField[] =>
  fields.map((field) => (field.name === name ? { ...field, ...change } : field));

test('only what differs is sent: changed, added and removed', () => {
  const fields = fieldsOf({ source: 'shop', lang: 'en', year: '2026' });
  expect(editsOf(fields)).toEqual([]);
  const now = [
    ...changed(changed(fields, 'source', { value: 'web' }), 'lang', { removed: true }),
    fresh(9, ' region ', 'north'),
  ];
  expect(editsOf(now)).toEqual([
    { name: 'source', was: 'shop', value: 'web' },
    { name: 'lang', was: 'en' },
    { name: 'region', value: 'north' },
  ]);
});

test('a field without a name, one that is there twice and an empty value are faults; what stands there unchanged is not', () => {
  const fields = [
    ...changed(fieldsOf({ source: 'shop', lang: '' }), 'source', { value: ' ' }),
    fresh(9, '', 'x'),
    fresh(10, 'lang', 'x'),
  ];
  expect([...faultsOf(fields)]).toEqual([
    [0, 'value'],
    [2, 'name'],
    [3, 'twice'],
  ]);
});

test('a conflict is where somebody else changed what is changed here, to something else', () => {
  const fields = [
    ...changed(changed(fieldsOf({ source: 'shop', lang: 'en', year: '2026' }), 'source', { value: 'web' }), 'lang', {
      removed: true,
    }),
    fresh(9, 'region', 'north'),
  ];
  expect([...conflictsOf(fields, { source: 'phone', year: '2027', region: 'south' })]).toEqual([
    [0, 'phone'],
    [3, 'south'],
  ]);
  expect(conflictsOf(fields, { source: 'web', lang: 'en', year: '2026' }).size).toBe(0);
});

test('taking back an edit twice makes it again', () => {
  const added = { name: 'region', value: 'north' };
  expect(reversed(added)).toEqual({ name: 'region', was: 'north' });
  expect(reversed(reversed(added))).toEqual(added);
});
