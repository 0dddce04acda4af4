import { expect, test } from 'vitest';
import type { FieldContent, Input, Schema } from '../api/contract';
import { speakersOf, turnsOf } from './chat/turns';
import { fileFields, INPUT_TYPES, inputs, lineOf, textOf } from './index';
import { gridOf, isNumeric } from './table/rows';

const talk = [
  { role: 'user', text: 'Hello\nthere' },
  { role: 'model', text: 'Hi', tokens: 3 },
  { role: 'user', text: '' },
];

test('every type can say any content in one line, also one it does not expect', () => {
  const contents: FieldContent[] = ['words', 4, true, talk, [['a', 'b'], [1]], { model: 'm', text: 't' }, [], [null]];
  for (const type of INPUT_TYPES)
    for (const content of contents) expect(typeof inputs[type].line(content), `${type} ${content}`).toBe('string');
  for (const type of INPUT_TYPES) expect(inputs[type].line(inputs[type].sample('so'))).toContain('so');
});

test('an item in one line is what is shown of it, each input by its type', () => {
  const schema: Pick<Schema, 'inputs'> = {
    inputs: [
      { id: 'n', type: 'text', field: 'n' },
      { id: 'talk', type: 'chat', field: 'talk' },
      { id: 'gone', type: 'text', field: 'gone' },
      { id: 'rows', type: 'table', field: 'rows' },
    ],
  };
  expect(lineOf(schema, { n: 4.5, talk, rows: [['a', 'b'], [1]], hidden: 'secret' })).toBe(
    '4.5 · user: Hello\nthere · model: Hi · user:  · a, b · 1',
  );
});

test('a text on which is marked is what is shown: numbers and truth as they are written', () => {
  const input: Input = { id: 'a', type: 'text', field: 'a' };
  expect(textOf(input, { a: 4.5 })).toBe('4.5');
  expect(textOf(input, { a: false })).toBe('false');
  expect(textOf(input, {})).toBe('');
  expect(textOf(undefined, { a: 'x' })).toBe('');
});

test('a conversation is a list of turns and nothing else', () => {
  expect(turnsOf(talk)?.map(({ role }) => role)).toEqual(['user', 'model', 'user']);
  for (const other of ['x', 3, [4], [{ role: 'user' }], { role: 'user', text: 'x' }] as FieldContent[])
    expect(turnsOf(other), JSON.stringify(other)).toBeUndefined();
  expect([...speakersOf(turnsOf(talk) ?? [])]).toEqual([
    ['user', 0],
    ['model', 1],
  ]);
});

test('rows of objects have a column for every name, and where a row lacks one it says nothing', () => {
  expect(
    gridOf([
      { a: 1, b: 'x' },
      { b: '', c: true },
    ]),
  ).toEqual({
    columns: ['a', 'b', 'c'],
    rows: [
      [1, 'x', null],
      [null, '', true],
    ],
  });
});

test('columns that the schema orders come first', () => {
  expect(gridOf([{ a: 1, b: 2, c: 3 }], ['c', 'b', 'none'])).toEqual({
    columns: ['c', 'b', 'none', 'a'],
    rows: [[3, 2, null, 1]],
  });
});

test('of rows of lists the first names the columns; short ones say nothing at their end', () => {
  const grid = gridOf([['n', 4], ['x', 1.5], ['y'], [null, 2, 'more']]);
  expect(grid).toEqual({
    columns: ['n', '4', ''],
    rows: [
      ['x', 1.5, null],
      ['y', null, null],
      [null, 2, 'more'],
    ],
  });
  expect([0, 1, 2].map((column) => grid && isNumeric(grid, column))).toEqual([false, true, false]);
});

test('what is no table is none', () => {
  for (const other of ['x', [], [1], [[1], { a: 1 }], [{ a: [] }], [[{}]]] as FieldContent[])
    expect(gridOf(other), JSON.stringify(other)).toBeUndefined();
});

test('which fields name files, the types of their inputs say', () => {
  expect(
    fileFields({
      inputs: [
        { id: 'a', type: 'image', field: 'left' },
        { id: 'b', type: 'image', field: 'left' },
        { id: 'c', type: 'text', field: 'text' },
      ],
    }),
  ).toEqual(['left']);
});
