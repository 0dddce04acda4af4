/** Deciding disputed items, without React or a server. */

import { isTakenOut } from '@/shared/answers';
import type { Annotation, Answers, AnswerValue, ItemDetail, Question, Schema } from '@/shared/api';
import { answerTo, kindOf } from '@/shared/kinds';

/** The questions that are decided: whatever they depend on, here they are asked, and need an answer. */
export function asDecided({ inputs }: Schema, questions: readonly Question[]): Schema {
  return {
    inputs,
    questions: questions.map(({ when: _, ...rest }) => ({ ...rest, required: true })),
  };
}

/** What there is to decide on an item: what people disagree about and nobody has decided, of the questions asked for. */
export const disputedQuestions = (
  questions: readonly Question[],
  { consensus }: Pick<ItemDetail, 'consensus'>,
  only?: string,
): Question[] =>
  questions.filter((one) => consensus[one.id]?.disputed === true && (only === undefined || one.id === only));

/** What is decided on it already, of the questions asked for. */
export const decidedQuestions = (
  questions: readonly Question[],
  { consensus }: Pick<ItemDetail, 'consensus'>,
  only?: string,
): Question[] =>
  questions.filter((one) => consensus[one.id]?.source === 'adjudication' && (only === undefined || one.id === only));

/** What people skipped or marked ambiguous, as it stands; what came with a file, and second rounds, are nobody's question. */
export const doubtsOf = ({ annotations }: Pick<ItemDetail, 'annotations'>): Annotation[] =>
  annotations.filter(
    (one) =>
      one.current &&
      (one.outcome === 'skipped' || one.ambiguous) &&
      !one.imported &&
      !isTakenOut(one) &&
      one.kind !== 'repeat' &&
      one.kind !== 'audit',
  );

/** What there is to decide on an item that somebody skipped or found ambiguous: all that nobody has decided. */
export const undecidedQuestions = (
  questions: readonly Question[],
  { consensus, status }: Pick<ItemDetail, 'consensus' | 'status'>,
): Question[] =>
  status === 'excluded' || status === 'in_bin'
    ? []
    : questions.filter((one) => consensus[one.id]?.source !== 'adjudication');

const isAnswer = (question: Question, value: AnswerValue | undefined): boolean => {
  const kind = kindOf(question);
  const answer = answerTo(question, value);
  // Where nothing has to be chosen, nothing is an answer.
  if (question.required === false && Array.isArray(answer) && answer.length === 0) return true;
  return answer !== undefined && !kind.isMissing(question, answer) && kind.fault?.(question, answer) === undefined;
};

/** Those that still have no answer, or one that cannot stand. */
export const openQuestions = (questions: readonly Question[], answers: Answers): Question[] =>
  questions.filter((one) => !isAnswer(one, answers[one.id]));

/** What is sent: whole answers to the questions of this decision. */
export const answersToDecide = (questions: readonly Question[], answers: Answers): Answers =>
  Object.fromEntries(
    questions.flatMap((one) => (isAnswer(one, answers[one.id]) ? [[one.id, answers[one.id] as AnswerValue]] : [])),
  );

/** The decisions that this item shows: a new one may take their place, and no other's. */
export const decisionsInForce = ({ adjudications }: Pick<ItemDetail, 'adjudications'>): number[] =>
  adjudications.filter((one) => one.retractedAt === undefined).map((one) => one.id);

/** Where to go from here: the next one that is neither done nor on somebody else's desk. */
export function nextOpen(
  rows: readonly { readonly id: number }[],
  at: number,
  done: { has(id: number): boolean },
  claimed: { has(id: number): boolean },
): number | undefined {
  const found = rows.findIndex((row, index) => index > at && !done.has(row.id) && !claimed.has(row.id));
  return found >= 0 ? found : undefined;
}
