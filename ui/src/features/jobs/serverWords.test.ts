import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import de from './messages.de.json';
import { FAILURE_PIECES, knownFailure, knownWords, PIECES, taken } from './serverWords';

const ROOT = join(import.meta.dirname, '../../../..');
/** The Java sources that say something about a file, with texts in pieces joined again. */
const SOURCES = [
  'server/src/main/java/dev/cupel/server/annotation',
  'server/src/main/java/dev/cupel/server/item',
  'server/src/main/java/dev/cupel/server/job',
  'server/src/main/java/dev/cupel/server/platform',
  'formats/src/main/java/dev/cupel/formats/rows',
  'formats/src/main/java/dev/cupel/formats/nativeform',
  'formats/src/main/java/dev/cupel/formats/text',
  'engine/src/main/java/dev/cupel/engine/answer',
]
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)))
  .filter((file) => file.endsWith('.java'))
  .map((file) => readFileSync(file, 'utf8').replaceAll('\\"', '"'))
  .join('\n');

test('every sentence that is recognised is one the server has', () => {
  expect([...PIECES, ...FAILURE_PIECES].filter((piece) => !SOURCES.includes(piece))).toEqual([]);
});

test('what is wrong with a row is recognised with its values', () => {
  expect(knownWords("the field 'text' is missing")).toEqual({ key: 'fieldMissing', values: { field: 'text' } });
  expect(knownWords("tone: there is no option 'so-so'")).toEqual({
    key: 'noOption',
    values: { question: 'tone', option: 'so-so' },
  });
  expect(knownWords('the row has 1 value, the header names 3')).toEqual({ key: 'oneValue', values: { names: '3' } });
  expect(knownWords('this is not JSON: it ends too early; the rest of the file was not read (character 49)')?.key).toBe(
    'jsonEnds',
  );
  expect(knownWords('is 3, not a text')).toEqual({ key: 'notAText', values: { value: '3' } });
  expect(knownWords('in the cell, this is not JSON: it ends too early')?.key).toBe('cellNoJson');
  expect(knownWords("from 'Ann: B': there is no option 'meh'")).toEqual({
    key: 'optionUnknown',
    values: { option: 'meh' },
  });
  expect(taken("from 'Ann': an answer is missing").annotator).toBe('Ann');
  expect(knownWords('a sentence of a newer server')).toBeUndefined();
});

test('why an import failed is recognised, and what was wrong in it is told apart', () => {
  expect(
    knownFailure(
      'The file could be read only up to line 3: this is not JSON: it ends too early; the rest of the file was not read. ' +
        '1 row before it was stored (1 added, 0 updated, 0 unchanged). To repair it: write valid JSON. ' +
        'Then import it again; rows that are stored are recognised.',
    ),
  ).toEqual({ kind: 'cutShort', line: 3, what: 'this is not JSON: it ends too early', fix: 'write valid JSON' });
  expect(knownFailure('None of the 12 rows could be stored. See the problems')).toEqual({
    kind: 'noneStored',
    rows: 12,
  });
  expect(knownFailure('Annotations come only with lines of our own JSONL, and this file is none. Export')).toEqual({
    kind: 'noAnnotations',
  });
  expect(knownFailure('A sentence of a newer server.')).toBeUndefined();
});

test('there are words for each', () => {
  for (const [key, words] of Object.entries(de.said)) expect(Object.keys(words), key).toEqual(['what', 'fix']);
  expect(Object.keys(de.said)).toHaveLength(PIECES.length);
});

test('a column of gold for no question is told with the names it could have', () => {
  expect(
    knownFailure(
      "The column 'gold.topik': it looks like verified answers, but the schema has no such question; labelers must not see it." +
        ' rename it to gold.topic or gold.tone, or give it a name without gold, and import the file again.',
    ),
  ).toEqual({ kind: 'strayGold', column: 'gold.topik', names: 'gold.topic, gold.tone' });
});
