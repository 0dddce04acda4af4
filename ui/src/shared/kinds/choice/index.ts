import { lazy } from 'react';
import type { QuestionKind } from '../kind';
import { compactOptions, distinct, optionKeys, optionLook, optionTitle } from '../options';
import { word } from '../words';
import { ChoiceEditor } from './Editor';
import { ChoiceMark } from './Mark';

/** Exactly one of several options. */
export const choice: QuestionKind<'choice'> = {
  type: 'choice',
  is: (answer) => typeof answer === 'string',
  fitting: (question, answer) => (question.options.some(({ id }) => id === answer) ? answer : undefined),
  isMissing: (_, answer) => answer === undefined,
  missing: () => word('choice.missing'),
  apply(_, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    return operation.kind === 'set' && typeof operation.value === 'string' ? operation.value : answer;
  },
  presses({ question, edit }) {
    const keys = optionKeys(question);
    return question.options.map(({ id }, index) => ({
      id,
      key: keys[index],
      title: optionTitle(question, id),
      run: () => edit({ kind: 'set', value: id }, true),
    }));
  },
  marks: null,
  pair: null,
  options: (question) => question.options,
  conditional: true,
  same: (_, answer) => answer,
  tally: (question, answer) => [optionLook(question, answer)],
  look: optionLook,
  summary: optionTitle,
  wide: false,
  laborious: false,
  nearest: (_, answer) => answer,
  arrows: 'vertical',
  Editor: ChoiceEditor,
  Mark: ChoiceMark,
  form: {
    name: 'question',
    keys: ['options', 'ordered'],
    fresh: (id) => ({ id, type: 'choice', options: [{ id: 'yes' }, { id: 'no' }] }),
    compact: ({ options, ordered }) => ({ options: compactOptions(options), ordered: ordered === true || undefined }),
    answerable: (question) => ({ ...question, options: distinct(question.options) }),
    Fields: lazy(() => import('./Fields')),
  },
};
