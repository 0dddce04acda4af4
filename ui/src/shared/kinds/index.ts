import type { AnswerValue, Question, QuestionType } from '../api/contract';
import { choice } from './choice';
import { choices } from './choices';
import type { AnswerOf, QuestionKind } from './kind';
import { number } from './number';
import { preference } from './preference';
import { rating } from './rating';
import { spans } from './spans';
import { text } from './text';

/**
 * The one place that knows which kinds of questions there are. A kind that is missing does not compile; what is asked of a
 * kind is asked here, never by comparing `question.type`.
 */
export const kinds = {
  choice,
  choices,
  rating,
  number,
  text,
  spans,
  preference,
} satisfies { [T in QuestionType]: QuestionKind<T> };

/** In the order in which they are offered. */
export const KINDS = Object.keys(kinds) as readonly QuestionType[];

/** What is known of a question's kind. It takes that question, and answers that it says are its own. */
export const kindOf = (question: Question): QuestionKind<QuestionType> =>
  kinds[question.type] as unknown as QuestionKind<QuestionType>;

/** The answer if it is one to this question; values of an earlier kind of the question are none. */
export function answerTo(question: Question, value: AnswerValue | undefined): AnswerOf<QuestionType> | undefined {
  return value !== undefined && kindOf(question).is(value) ? (value as AnswerOf<QuestionType>) : undefined;
}

export * from './kind';
export { AnswerMark, answerText, labelLook, tallyOf } from './said';
export { word } from './words';
