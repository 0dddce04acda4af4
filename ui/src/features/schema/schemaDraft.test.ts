import { describe, expect, test } from 'vitest';
import { isUnsaved, keepDraft, keptDraft, leftToSave, sameSchema, type UnsavedSchema } from './schemaDraft';
import { firstSchema, newQuestion } from './schemaModel';

const saved = firstSchema();
const changed: UnsavedSchema = {
  basedOn: 3,
  schema: { ...saved, questions: [...saved.questions, newQuestion('rating', saved)] },
  unread: undefined,
};
const unreadable: UnsavedSchema = { basedOn: 3, schema: saved, unread: 'inputs: [' };

const tab = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  };
};

describe('changes of a schema that are not saved', () => {
  test('are there again after another page, and still not saved', () => {
    const store = tab();
    keepDraft(store, 'reviews', changed);
    const back = keptDraft(store, 'reviews', saved);
    expect(back).toEqual(changed);
    expect(isUnsaved(back, saved)).toBe(true);
  });
  test('are kept as YAML that cannot be read, too', () => {
    const store = tab();
    keepDraft(store, 'reviews', unreadable);
    expect(keptDraft(store, 'reviews', saved)).toEqual(unreadable);
  });
  test('belong to one project', () => {
    const store = tab();
    keepDraft(store, 'reviews', changed);
    expect(keptDraft(store, 'tickets', saved)).toBeUndefined();
  });
  test('are gone once they are discarded', () => {
    const store = tab();
    keepDraft(store, 'reviews', changed);
    keepDraft(store, 'reviews', undefined);
    expect(keptDraft(store, 'reviews', saved)).toBeUndefined();
  });
  test('are none if they were saved meanwhile', () => {
    const store = tab();
    keepDraft(store, 'reviews', changed);
    expect(keptDraft(store, 'reviews', changed.schema)).toBeUndefined();
  });
  test('are none if what was kept makes no sense', () => {
    for (const text of ['{', 'null', '3', '{"basedOn":1}', '{"basedOn":1,"schema":{"inputs":[]}}']) {
      const store = { ...tab(), getItem: () => text };
      expect(keptDraft(store, 'reviews', saved), text).toBeUndefined();
    }
  });
});

test('a first edit that cannot be read is not saved, though the schema is the same', () => {
  expect(isUnsaved(unreadable, saved)).toBe(true);
  expect(isUnsaved({ ...unreadable, unread: undefined }, saved)).toBe(false);
  expect(isUnsaved(undefined, saved)).toBe(false);
});

test('defaults that are written out, and the order of keys, change no schema', () => {
  const [question] = saved.questions;
  if (!question) throw new Error('the first schema has a question');
  const { id, ...rest } = question;
  expect(sameSchema(saved, { ...saved, questions: [{ required: true, ambiguous: true, ...rest, id }] })).toBe(true);
  expect(sameSchema(saved, { ...saved, questions: [{ ...question, required: false }] })).toBe(false);
});

test('what was changed while a save was on its way is left to save, on top of what was saved', () => {
  expect(leftToSave(changed, changed, 4)).toBeUndefined();
  const more = { ...changed, unread: 'inputs: [' };
  expect(leftToSave(more, changed, 4)).toEqual({ ...more, basedOn: 4 });
});
