import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', '..');

/** Every `messages.en.json`, by the folder that holds it. */
const folders = (readdirSync(SOURCE, { recursive: true }) as string[])
  .filter((path) => path.endsWith('messages.en.json'))
  .map((path) => join(SOURCE, path, '..'));

type Messages = { [key: string]: string | Messages };
const flatten = (messages: Messages, prefix = ''): [string, string][] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
const read = (folder: string, language: string) =>
  new Map(flatten(JSON.parse(readFileSync(join(folder, `messages.${language}.json`), 'utf8')) as Messages));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)[^}]*\}\}|<(\d+|\w+)\/?>/g)].map((m) => m[1] ?? m[2]).sort();

test('there are catalogues', () => expect(folders.length).toBeGreaterThan(10));

describe.each(folders)('%s', (folder) => {
  const english = read(folder, 'en');
  const german = read(folder, 'de');
  test('English and German have the same keys', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });
  test('translations use the same placeholders and are not empty', () => {
    for (const [key, text] of english) {
      expect(text, key).not.toBe('');
      expect(placeholders(german.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });
});
