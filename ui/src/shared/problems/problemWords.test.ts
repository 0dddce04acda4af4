import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import de from './messages.de.json';
import en from './messages.en.json';
import { type Entry, problemWords } from './problemWords';

const CODES: string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../server/problem-codes.json'), 'utf8'),
);

const said = (code: string, more: object = {}) => ({
  code,
  title: 'Conflict',
  detail: 'Server words.',
  fix: 'Server fix.',
  problems: [],
  ...more,
});

describe.each([
  ['en', en],
  ['de', de],
] as const)('%s', (_, catalogue) => {
  test('has words for every code the server can give, and for no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual(CODES);
  });
  test('has nothing but words in it', () => {
    for (const [code, entry] of Object.entries(catalogue) as [string, Entry][]) {
      expect(entry.what, code).toMatch(/\S[.}]$/);
      expect(Object.keys(entry).every((key) => key === 'what' || key === 'fix')).toBe(true);
    }
  });
});

test('the catalogue speaks, with the values the server sent', () => {
  expect(problemWords(said('key_taken', { parameters: { key: 'reviews' } }), de.key_taken)).toEqual({
    what: 'Ein anderes Projekt hat den Schlüssel „reviews“.',
    fix: 'Wählen Sie einen anderen Schlüssel.',
    problems: [],
  });
});

test('a value that was not sent is not left out of the sentence: the server speaks', () => {
  expect(problemWords(said('key_taken'), de.key_taken)).toMatchObject({ what: 'Server words.', fix: 'Server fix.' });
});

test('a code nobody has heard of is told in the words of the server, or by its status if it has none', () => {
  expect(problemWords(said('new_code'), undefined)).toMatchObject({ what: 'Server words.', fix: 'Server fix.' });
  expect(problemWords(said('http_502', { detail: '' }), undefined).what).toBe('Conflict');
});

test('what is wrong in one place is told once, and in several places it is listed', () => {
  const one = { where: 'name', what: 'the name is empty or too long', fix: 'use 1 to 120 characters' };
  const alone = said('name_invalid', { detail: one.what, fix: undefined, problems: [one] });
  expect(problemWords(alone, de.name_invalid)).toEqual({
    what: 'Der Name ist leer oder zu lang.',
    fix: 'Verwenden Sie 1 bis 120 Zeichen.',
    problems: [],
  });
  const several = said('schema_invalid', { fix: undefined, problems: [one, { ...one, where: 'other' }] });
  expect(problemWords(several, de.schema_invalid).problems).toHaveLength(2);
});

test('words of the server inside a sentence end once', () => {
  const wrong = { where: 'scopes', what: 'unknown scope', fix: 'use read, label or manage' };
  expect(
    problemWords(said('token_invalid', { detail: wrong.what, fix: undefined, problems: [wrong] }), de.token_invalid),
  ).toEqual({
    what: 'So lässt sich das Token nicht anlegen: unknown scope.',
    fix: 'use read, label or manage',
    problems: [],
  });
});

test('a sentence that the catalogue says itself is not said again by the server: only the places are', () => {
  const detail = "Answers that exist would lose their meaning: tone: the option 'so-so' would go";
  expect(problemWords(said('schema_breaks_answers', { detail }), de.schema_breaks_answers).what).toBe(
    "Vorhandene Antworten würden ihren Sinn verlieren: tone: the option 'so-so' would go",
  );
});
