import { lazy } from 'react';
import type { AnswerValue, QuestionKind, QuestionOf } from '../kind';
import { compactOptions, distinct, optionKeys, optionLook, optionTitle } from '../options';
import { word } from '../words';
import { ChoicesEditor } from './Editor';
import { ChoicesMark } from './Mark';

/** Any of several options. */
export const choices: QuestionKind<'choices'> = {
  type: 'choices',
  is: isOptions,
  fitting(question, answer) {
    const kept = answer.filter((id) => question.options.some((option) => option.id === id));
    return kept.length === answer.length ? answer : kept;
  },
  isMissing: (_, answer) => answer === undefined || answer.length === 0,
  missing: () => word('choices.missing'),
  apply(question, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    if (operation.kind === 'set') return isOptions(operation.value) ? inOrder(question, operation.value) : answer;
    if (operation.kind !== 'toggle') return answer;
    const { option } = operation;
    const chosen = answer ?? [];
    return chosen.includes(option) ? chosen.filter((one) => one !== option) : inOrder(question, [...chosen, option]);
  },
  presses({ question, edit }) {
    const keys = optionKeys(question);
    return question.options.map(({ id }, index) => ({
      id,
      key: keys[index],
      title: optionTitle(question, id),
      run: () => edit({ kind: 'toggle', option: id }),
    }));
  },
  marks: null,
  pair: null,
  options: (question) => question.options,
  conditional: true,
  same: (_, answer) => [...answer].sort().join('\u0000'),
  tally: (question, answer) =>
    answer.length > 0
      ? answer.map((id) => optionLook(question, id))
      : [{ id: '', name: word('choices.none'), place: question.options.length, color: 'var(--line-strong)' }],
  look: optionLook,
  summary: (question, answer) =>
    answer.length === 0 ? word('choices.none') : answer.map((id) => optionTitle(question, id)).join(', '),
  wide: false,
  laborious: true,
  nearest: (_, answer) => answer,
  arrows: undefined,
  Editor: ChoicesEditor,
  Mark: ChoicesMark,
  form: {
    name: 'topics',
    keys: ['options'],
    fresh: (id) => ({ id, type: 'choices', options: [{ id: 'topic_a' }, { id: 'topic_b' }] }),
    compact: ({ options }) => ({ options: compactOptions(options) }),
    answerable: (question) => ({ ...question, options: distinct(question.options) }),
    Fields: lazy(() => import('./Fields')),
  },
};

function isOptions(answer: AnswerValue): answer is string[] {
  return Array.isArray(answer) && answer.every((one) => typeof one === 'string');
}

function inOrder({ options }: QuestionOf<'choices'>, chosen: readonly string[]): string[] {
  const order = options.map((option) => option.id);
  return [...new Set(chosen)].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}
