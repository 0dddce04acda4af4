import type { Answers, AnswerValue, Question, Schema } from '../api/contract';
import { answerTo, kindOf } from '../kinds';

/**
 * The rules of schemas that the browser needs while somebody answers: which questions are asked, what is missing, what is
 * sent. The server decides again on saving; both follow the same rules.
 */

/** Whether a question is asked, given the other answers. Without `when` always. */
export const isAsked = (question: Question, answers: Answers): boolean =>
  Object.entries(question.when ?? {}).every(([other, wanted]) =>
    optionsIn(answers[other]).some((one) => wanted.includes(one)),
  );

/** The options that an answer names, whichever kind gave it. */
const optionsIn = (answer: AnswerValue | undefined): string[] => {
  if (typeof answer === 'string') return [answer];
  if (Array.isArray(answer)) return answer.filter((one) => typeof one === 'string');
  return typeof answer === 'object' ? [answer.choice] : [];
};

/** The questions on offer now, in order. One whose condition's question is itself not asked is not asked either. */
export function askedQuestions(schema: Schema, answers: Answers): Question[] {
  const kept: Answers = {};
  return schema.questions.filter((question) => {
    if (!isAsked(question, kept)) return false;
    const answer = answers[question.id];
    if (answer !== undefined) kept[question.id] = answer;
    return true;
  });
}

/** Why an answer that is there cannot be sent as it is, in words. */
export function faultOf(question: Question, value: AnswerValue | undefined): string | undefined {
  const answer = answerTo(question, value);
  return answer === undefined ? undefined : kindOf(question).fault?.(question, answer);
}

const isMissing = (question: Question, value: AnswerValue | undefined): boolean =>
  kindOf(question).isMissing(question, answerTo(question, value));

/** Questions that keep the answers from being sent: required ones without an answer, and what cannot stay as it is. */
export const missingQuestions = (schema: Schema, answers: Answers): Question[] =>
  askedQuestions(schema, answers).filter((question) => {
    const answer = answers[question.id];
    return (question.required !== false && isMissing(question, answer)) || faultOf(question, answer) !== undefined;
  });

/** The answers to send: those of questions that are asked, without empty ones to optional questions. */
export function answersToSend(schema: Schema, answers: Answers): Answers {
  const sent: Answers = {};
  for (const question of askedQuestions(schema, answers)) {
    const answer = answers[question.id];
    if (answer !== undefined && !isMissing(question, answer) && faultOf(question, answer) === undefined)
      sent[question.id] = answer;
  }
  return sent;
}

/**
 * Answers given under another version of the schema, without what this one does not know: questions and options that are
 * gone, points off the scale. The same object if all of it fits.
 */
export function fittingAnswers(schema: Schema, answers: Answers): Answers {
  const fitting: Answers = {};
  for (const question of schema.questions) {
    const answer = answerTo(question, answers[question.id]);
    const kept = answer === undefined ? undefined : kindOf(question).fitting(question, answer);
    if (kept !== undefined) fitting[question.id] = kept;
  }
  const whole = Object.entries(answers).every(([id, answer]) => fitting[id] === answer);
  return whole ? answers : fitting;
}

/** The next question after this one that has no answer yet. */
export function openAfter(schema: Schema, answers: Answers, id: string): string | undefined {
  const asked = askedQuestions(schema, answers);
  const place = asked.findIndex((question) => question.id === id);
  return asked.slice(place + 1).find((question) => answers[question.id] === undefined)?.id;
}
