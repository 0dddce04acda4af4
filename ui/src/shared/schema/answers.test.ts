import { describe, expect, test } from 'vitest';
import type { Question, Schema } from '../api/contract';
import {
  answersToSend,
  answerText,
  askedQuestions,
  fittingAnswers,
  missingQuestions,
  picksOf,
  ratingPoints,
  withPick,
} from './answers';

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

test('picking sets a choice, toggles an option of a set and keeps the order of the schema', () => {
  expect(withPick(tone, { tone: 'calm' }, 'angry')).toEqual({ tone: 'angry' });
  expect(withPick(why, { why: ['staff'] }, 'price')).toEqual({ why: ['price', 'staff'] });
  expect(withPick(why, { why: ['price', 'staff'] }, 'price')).toEqual({ why: ['staff'] });
});

test('digits go to options in order, around the keys options claim for themselves', () => {
  const question: Question = {
    id: 'q',
    type: 'choice',
    options: [{ id: 'a' }, { id: 'b', hotkey: '1' }, { id: 'c', hotkey: 'x' }, { id: 'd' }],
  };
  expect(picksOf(question).map((pick) => pick.key)).toEqual(['2', '1', 'x', '3']);
  expect(picksOf({ ...question, hotkeys: 'none' }).map((pick) => pick.key)).toEqual([undefined, '1', 'x', undefined]);
});

test('at most nine options get a digit, and 0 is never given away', () => {
  const many: Question = {
    id: 'q',
    type: 'choice',
    options: Array.from({ length: 12 }, (_, index) => ({ id: `o${index}` })),
  };
  const keys = picksOf(many).map((pick) => pick.key);
  expect(keys.slice(0, 9)).toEqual([...'123456789']);
  expect(keys.slice(9)).toEqual([undefined, undefined, undefined]);
});

test('rating points run from min to max without rounding noise', () => {
  expect(ratingPoints({ id: 'r', type: 'rating' })).toEqual([1, 2, 3, 4, 5]);
  expect(ratingPoints({ id: 'r', type: 'rating', min: 0, max: 0.3, step: 0.1 })).toEqual([0, 0.1, 0.2, 0.3]);
  expect(picksOf({ id: 'r', type: 'rating', min: 1, max: 100 }).every((pick) => pick.key === undefined)).toBe(true);
});

test('answers read as titles', () => {
  expect(answerText(tone, 'calm')).toBe('Calm');
  expect(answerText(why, ['price', 'delay'])).toBe('price, delay');
  expect(answerText(howLate, 4)).toBe('4');
});
