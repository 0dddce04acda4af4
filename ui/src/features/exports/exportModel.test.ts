import { expect, test } from 'vitest';
import { type Choice, exampleOf, wantedOf } from './exportModel';

test('the card of an export names the columns that the file has', () => {
  const schema = {
    inputs: [
      { id: 'a', type: 'text', field: 'body' },
      { id: 'b', type: 'text', field: 'body' },
    ],
    questions: [{ id: 'topic', type: 'choice', options: [] }],
  } as unknown as Parameters<typeof exampleOf>[1];
  expect(exampleOf('csv', schema)).toBe('key,body,consensus.topic,probability.topic,source.topic');
  expect(exampleOf('votes', schema)).toBe('task,worker,label');
});

const NOTHING: Choice = {
  format: 'csv',
  question: 'topic',
  questions: [],
  finished: false,
  confidence: '',
  from: '',
  to: '',
  spreadsheet: '',
};

test('who chooses nothing gets everything', () => {
  expect(wantedOf(NOTHING)).toEqual({ format: 'csv' });
});

test('only what the format knows is asked of it', () => {
  const all: Choice = { ...NOTHING, questions: ['a'], confidence: 90, finished: true, spreadsheet: 'semicolon' };
  expect(wantedOf(all)).toEqual({
    format: 'csv',
    questions: ['a'],
    finished: true,
    confidence: 0.9,
    spreadsheet: 'semicolon',
  });
  expect(wantedOf({ ...all, format: 'jsonl' })).not.toHaveProperty('spreadsheet');
  expect(wantedOf({ ...all, format: 'votes' })).toEqual({
    format: 'votes',
    question: 'topic',
    finished: true,
    confidence: 0.9,
    spreadsheet: 'semicolon',
  });
});

test('days are whole days where the reader is: the last one counts', () => {
  const where = wantedOf({ ...NOTHING, from: '2026-03-31', to: '2026-03-31' }).where;
  expect(Date.parse(where?.to ?? '') - Date.parse(where?.from ?? '')).toBe(24 * 3_600_000);
});
