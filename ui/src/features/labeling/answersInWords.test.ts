import { expect, test } from 'vitest';
import type { Schema } from '@/shared/api';
import { answersInWords } from './answersInWords';

const schema: Schema = {
  inputs: [],
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'pos', title: 'positive' }, { id: 'neg' }] },
    { id: 'why', type: 'choices', options: [{ id: 'price' }, { id: 'delay', title: 'late' }] },
  ],
};

test('questions and options are said by their titles, and by their ids where they have none', () =>
  expect(
    answersInWords(schema, { outcome: 'submitted', answers: { tone: 'pos', why: ['price', 'delay'] }, comment: 'odd' }),
  ).toBe('Tone: positive; why: price, late; odd'));

test('without a schema the ids are left', () =>
  expect(answersInWords(undefined, { outcome: 'submitted', answers: { tone: 'pos', n: 3 } })).toBe('tone: pos; n: 3'));

test('of a skipped item there is the reason', () =>
  expect(answersInWords(schema, { outcome: 'skipped', answers: {}, skipReason: 'no text' })).toBe('no text'));
