import { describe, expect, test } from 'vitest';
import type { Schema } from '@/shared/api';
import { canMend, canResend, differences, refusalLines } from './refusal';

const schema: Schema = {
  inputs: [],
  questions: [
    { id: 'tone', type: 'choice', title: 'Tone', options: [{ id: 'pos', title: 'positive' }, { id: 'neg' }] },
    { id: 'why', type: 'choices', title: 'Why', options: [{ id: 'price' }, { id: 'delay', title: 'late' }] },
    { id: 'topic', type: 'choice', options: [{ id: 'art' }] },
  ],
};
const at = (where: string, what = 'no') => ({ where, what, fix: 'mend it' });

describe('why an answer was refused', () => {
  test('is said by questions and options, not by paths', () => {
    const problems = [at('answers.gone'), at('answers.tone'), at('answers.topic')];
    expect(refusalLines(problems, schema, { gone: 'x', tone: 'mixed' })).toEqual([
      { kind: 'questionGone', question: 'gone' },
      { kind: 'optionGone', question: 'Tone', option: 'mixed' },
      { kind: 'unanswered', question: 'topic' },
    ]);
  });
  test('names the comment by its name, whichever way the server points at it', () => {
    const character = { kind: 'character', place: 'comment', number: 20 };
    expect(refusalLines([at('/comment', 'character 20 is NUL')], schema, {})).toEqual([character]);
    expect(refusalLines([at('comment', 'character 20 is NUL')], undefined, {})).toEqual([character]);
  });
  test('stays in the words of the server where nothing better is known', () => {
    expect(refusalLines([at('activeMs'), at('answers.tone')], schema, { tone: 'pos' })).toEqual([
      { kind: 'server', place: 'activeMs', what: 'no', fix: 'mend it' },
      { kind: 'server', place: 'Tone', what: 'no', fix: 'mend it' },
    ]);
  });
});

test('only an answer that a change can mend is offered for mending, only one that may be taken later for sending again', () => {
  expect(['answers_outdated', 'text_unstorable', 'lease_lost', 'project_deleted'].map(canMend)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(['answers_outdated', 'text_unstorable', 'lease_lost', 'project_deleted'].map(canResend)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('of two answers only what differs is shown, in the order of the questions', () => {
  const elsewhere = { outcome: 'submitted', answers: { why: ['delay'], tone: 'pos', topic: 'art' }, comment: 'late' };
  const here = { outcome: 'submitted', answers: { tone: 'neg', topic: 'art' }, comment: ' late ' };
  expect(differences(schema, elsewhere, here)).toEqual([
    { about: { question: 'Tone' }, elsewhere: 'positive', here: 'neg' },
    { about: { question: 'Why' }, elsewhere: 'late', here: null },
  ]);
  expect(differences(schema, here, here)).toEqual([]);
  expect(differences(schema, { outcome: 'skipped', answers: {}, skipReason: 'broken' }, here)).toContainEqual({
    about: 'skipReason',
    elsewhere: 'broken',
    here: null,
  });
});
