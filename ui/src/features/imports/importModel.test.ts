import { describe, expect, test } from 'vitest';
import type { ImportPreview } from '@/shared/api';
import {
  annotationTally,
  canImport,
  exampleOf,
  fileKind,
  importEnding,
  importQuery,
  isShown,
  mayBeShown,
  planImport,
  problemsAsCsv,
  withColumn,
} from './importModel';

const preview: ImportPreview = {
  format: 'csv',
  columns: [
    { name: 'id', role: 'key', answerLike: false, examples: ['1', '2'] },
    { name: 'text', role: 'field', answerLike: false, examples: ['good', 'bad'] },
    { name: 'url', role: 'metadata', answerLike: false, examples: ['a', 'b'] },
  ],
  missingFields: [],
  suggestedKey: 'id',
  annotations: false,
};

describe('the plan of an import', () => {
  test('takes the key the file suggests', () => {
    expect(planImport(preview).keyColumn).toBe('id');
  });
  test('choosing another key makes the former one metadata', () => {
    const plan = planImport(preview, 'url');
    expect(plan.columns.map((column) => column.role)).toEqual(['metadata', 'field', 'key']);
    expect(importQuery(plan, 'a.csv')).toEqual({ fileName: 'a.csv', format: 'auto', keyColumn: 'url' });
  });
  test('choosing none leaves the key to the server', () => {
    const plan = planImport(preview, null);
    expect(plan.keyColumn).toBeUndefined();
    expect(plan.columns[0]?.role).toBe('metadata');
  });
  test('a shown field chosen as key is still shown', () => {
    expect(planImport(preview, 'text').columns[1]?.role).toBe('field');
  });
  test('a column that is not in the file cannot be the key', () => {
    expect(planImport(preview, 'uuid').keyColumn).toBe('id');
  });
  test('a missing field stops the import and points to the column that was probably meant', () => {
    const plan = planImport({
      ...preview,
      columns: [{ name: 'Review Text', role: 'metadata', answerLike: false, examples: [] }],
      missingFields: ['review_text'],
    });
    expect(canImport(plan)).toBe(false);
    expect(plan.nearMisses).toEqual({ review_text: 'Review Text' });
  });
  test('what the import would refuse is told and stops the import', () => {
    const refusal = { where: 'gold.topik', what: "The column 'gold.topik': no such question.", fix: 'rename it' };
    const plan = planImport({ ...preview, refusal });
    expect(plan.refusal).toEqual(refusal);
    expect(canImport(plan)).toBe(false);
    expect(canImport(planImport(preview))).toBe(true);
  });
});

test('annotations come along only if they are asked for, and the file is read as one of ours', () => {
  const ours = { ...preview, annotations: true };
  const query = (plan = planImport(ours)) => importQuery(plan, 'a.jsonl', { annotations: true });
  expect(query()).toEqual({ fileName: 'a.jsonl', format: 'auto', keyColumn: 'id', annotations: true });
  expect(importQuery(planImport(ours), 'a.jsonl')).not.toHaveProperty('annotations');
  expect(query(planImport(preview))).not.toHaveProperty('annotations');
  expect(planImport(ours, 'url').annotations).toBe(false);
  expect(query(planImport(ours, null))).not.toHaveProperty('annotations');
});

test('what became of annotations is told once they were asked for, also where none came', () => {
  expect(annotationTally({ summary: { added: 3 } })).toEqual([]);
  const told = annotationTally({ summary: { annotationsAdded: 0, annotationsKept: 2 } });
  expect(told.map(({ name, count }) => [name, count])).toEqual([
    ['annotationsAdded', 0],
    ['annotationsKept', 2],
  ]);
});

test('the column that is refused becomes nothing, and labelers cannot be shown it', () => {
  const refusal = { where: 'gold.topik', what: "The column 'gold.topik': no such question.", fix: 'rename it' };
  const columns = [
    ...preview.columns,
    { name: 'gold.topik', role: 'metadata' as const, answerLike: true, examples: [] },
    { name: 'gold', role: 'gold' as const, answerLike: true, examples: [] },
  ];
  const plan = planImport({ ...preview, columns, refusal });
  expect(plan.columns.map(({ role }) => role)).toEqual(['key', 'field', 'metadata', 'refused', 'gold']);
  expect(plan.columns.map(mayBeShown)).toEqual([true, true, true, false, false]);
  expect(planImport({ ...preview, columns }).columns[3]?.role).toBe('metadata');
});

test('an import is called whole, partial or empty by what came in, and not by how it was meant', () => {
  expect(importEnding({ state: 'done', summary: { added: 0, rejected: 2, unchanged: 5 } })).toBe('whole');
  expect(importEnding({ state: 'failed', summary: { added: 1 } })).toBe('part');
  expect(importEnding({ state: 'cancelled', summary: { updated: 3 } })).toBe('part');
  expect(importEnding({ state: 'failed', summary: { rejected: 9 } })).toBe('nothing');
  expect(importEnding({ state: 'cancelled', summary: {} })).toBe('cancelled');
});

test('spreadsheets and archives are told apart before they are sent', () => {
  expect(fileKind('Reviews.CSV')).toBe('table');
  expect(fileKind('a.xlsx')).toBe('spreadsheet');
  expect(fileKind('a.csv.gz')).toBe('compressed');
  expect(fileKind('a.png')).toBe('unknown');
});

test('the list of bad rows survives commas and quotes, and cannot run formulas', () => {
  const csv = problemsAsCsv([
    { line: 3, column: 'a,b', what: 'is "odd"', fix: '=1+1' },
    { line: 9, what: 'empty', fix: 'drop it' },
  ]);
  expect(csv).toBe('line,column,what,fix\r\n3,"a,b","is ""odd""",\'=1+1\r\n9,,empty,drop it\r\n');
});

test('a column is shown to labelers only once somebody says so', () => {
  const see = { key: false, metadata: ['url'] };
  expect(isShown(see, { name: 'id', role: 'key' })).toBe(false);
  expect(isShown(see, { name: 'text', role: 'field' })).toBe(true);
  expect(isShown(see, { name: 'label', role: 'metadata' })).toBe(false);
  expect(withColumn(see, { name: 'id', role: 'key' }, true)).toEqual({ key: true, metadata: ['url'] });
  expect(withColumn(see, { name: 'date', role: 'metadata' }, true)).toEqual({ key: false, metadata: ['url', 'date'] });
  expect(withColumn(see, { name: 'url', role: 'metadata' }, false)).toEqual({ key: false, metadata: [] });
});

test('the example of a file is a table of texts, or a line of JSON where a list is shown', () => {
  const review = { id: 'review', type: 'text', field: 'text' } as const;
  expect(exampleOf({ inputs: [review] })).toBe('id,text,lang\nr-1,"Arrived late, but worth the wait.",en');
  const line = exampleOf({ inputs: [review, { id: 'talk', type: 'chat', field: 'talk' }] });
  expect(JSON.parse(line)).toMatchObject({ text: 'Arrived late, but worth the wait.', talk: [{ role: 'user' }, {}] });
});
