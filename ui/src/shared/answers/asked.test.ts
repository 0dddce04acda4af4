import { describe, expect, test } from 'vitest';
import type { Question, Schema } from '../api/contract';
import { answersToSend, askedQuestions, fittingAnswers, missingQuestions, openAfter } from './asked';

const tone: Question = { id: 'tone', type: 'choice', options: [{ id: 'angry' }, { id: 'calm', title: 'Calm' }] };
const why: Question = {
  id: 'why',
  type: 'choices',
  options: [{ id: 'price' }, { id: 'delay' }, { id: 'staff' }],
  when: { tone: ['angry'] },
};
const howLate: Question = { id: 'how_late', type: 'rating', when: { why: ['delay'] }, required: false };
const schema: Schema = { inputs: [{ id: 't', type: 'text', field: 'text' }], questions: [tone, why, howLate] };
const ids = (questions: Question[]) => questions.map((question) => question.id);

describe('conditional questions', () => {
  test('are asked once their condition holds', () => {
    expect(ids(askedQuestions(schema, {}))).toEqual(['tone']);
    expect(ids(askedQuestions(schema, { tone: 'angry' }))).toEqual(['tone', 'why']);
    expect(ids(askedQuestions(schema, { tone: 'angry', why: ['delay', 'staff'] }))).toEqual([
      'tone',
      'why',
      'how_late',
    ]);
  });
  test('disappear in a chain when the first answer changes, even if later answers are remembered', () => {
    expect(ids(askedQuestions(schema, { tone: 'calm', why: ['delay'], how_late: 3 }))).toEqual(['tone']);
    expect(answersToSend(schema, { tone: 'calm', why: ['delay'], how_late: 3 })).toEqual({ tone: 'calm' });
  });
});

test('a required set needs at least one option; an optional question may stay open', () => {
  expect(ids(missingQuestions(schema, { tone: 'angry', why: [] }))).toEqual(['why']);
  expect(ids(missingQuestions(schema, { tone: 'angry', why: ['delay'] }))).toEqual([]);
  expect(answersToSend(schema, { tone: 'angry', why: ['delay'] })).toEqual({ tone: 'angry', why: ['delay'] });
});

test('of answers given under another version those are kept that still fit, and the rest is asked again', () => {
  const fit = { tone: 'angry', why: ['delay'], how_late: 3 };
  expect(fittingAnswers(schema, fit)).toBe(fit);
  expect(fittingAnswers(schema, { tone: 'furious', why: ['delay', 'gone'], how_late: 9, topic: 'art' })).toEqual({
    why: ['delay'],
  });
});

test('what cannot be sent as it is is asked for again, also where no answer is needed', () => {
  const count: Question = { id: 'count', type: 'number', min: 1, required: false };
  const better: Question = { id: 'better', type: 'preference', left: 'a', right: 'b', strengths: 3, required: false };
  const both: Schema = { inputs: [], questions: [count, better] };
  expect(ids(missingQuestions(both, {}))).toEqual([]);
  const half = { count: 'many', better: { choice: 'left' } } as const;
  expect(ids(missingQuestions(both, half))).toEqual(['count', 'better']);
  expect(answersToSend(both, half)).toEqual({});
  const whole = { count: 3, better: { choice: 'left', strength: 2 } } as const;
  expect(ids(missingQuestions(both, whole))).toEqual([]);
  expect(answersToSend(both, whole)).toEqual(whole);
});

test('marks: an empty list is an answer, no list is none', () => {
  const names: Schema = { inputs: [], questions: [{ id: 'names', type: 'spans', options: [{ id: 'per' }] }] };
  expect(ids(missingQuestions(names, {}))).toEqual(['names']);
  expect(ids(missingQuestions(names, { names: [] }))).toEqual([]);
  expect(answersToSend(names, { names: [] })).toEqual({ names: [] });
});

test('the keys go on to the next question without an answer', () => {
  expect(openAfter(schema, { tone: 'angry' }, 'tone')).toBe('why');
  expect(openAfter(schema, { tone: 'calm' }, 'tone')).toBeUndefined();
});
