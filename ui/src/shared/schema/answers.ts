import type { Answers, AnswerValue, Option, Question, Schema } from '../api/contract';

/**
 * The rules of schemas that the browser needs while somebody answers: which questions are asked, what is missing, which
 * key means what. The server decides again on saving; both follow the same rules.
 */

/** Whether a question is asked, given the other answers. Without `when` always. */
export const isAsked = (question: Question, answers: Answers): boolean =>
  Object.entries(question.when ?? {}).every(([other, wanted]) => {
    const answer = answers[other];
    if (typeof answer === 'string') return wanted.includes(answer);
    if (Array.isArray(answer)) return answer.some((option) => wanted.includes(option));
    return false;
  });

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

const isEmpty = (answer: AnswerValue | undefined): boolean =>
  answer === undefined || (Array.isArray(answer) && answer.length === 0);

/** Required questions that are asked and have no answer yet, in order. */
export const missingQuestions = (schema: Schema, answers: Answers): Question[] =>
  askedQuestions(schema, answers).filter((question) => question.required !== false && isEmpty(answers[question.id]));

/** The answers to send: those of questions that are asked, without empty sets for optional questions. */
export function answersToSend(schema: Schema, answers: Answers): Answers {
  const sent: Answers = {};
  for (const question of askedQuestions(schema, answers)) {
    const answer = answers[question.id];
    if (answer !== undefined && !isEmpty(answer)) sent[question.id] = answer;
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
    const answer = answers[question.id];
    const kept = answer === undefined ? undefined : fittingAnswer(question, answer);
    if (kept !== undefined) fitting[question.id] = kept;
  }
  const whole = Object.entries(answers).every(([id, answer]) => fitting[id] === answer);
  return whole ? answers : fitting;
}

function fittingAnswer(question: Question, answer: AnswerValue): AnswerValue | undefined {
  const known = (option: string) => (question.options ?? []).some((one) => one.id === option);
  if (question.type === 'rating')
    return typeof answer === 'number' && answer >= (question.min ?? 1) && answer <= (question.max ?? 5)
      ? answer
      : undefined;
  if (question.type === 'choice') return typeof answer === 'string' && known(answer) ? answer : undefined;
  if (!Array.isArray(answer)) return undefined;
  const kept = answer.filter(known);
  return kept.length === answer.length ? answer : kept;
}

/** The points of a rating, lowest first; defaults 1 to 5 by 1. */
export function ratingPoints(question: Question): number[] {
  const min = question.min ?? 1;
  const max = question.max ?? 5;
  const step = question.step ?? 1;
  const count = Math.round((max - min) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => Number((min + index * step).toFixed(6)));
}

/** More points than this become a slider. */
export const MOST_BUTTONS = 11;

/** One way to answer: an option, or a point of a rating, with the key that picks it. */
export interface Pick {
  value: string | number;
  key: string | undefined;
}

/**
 * The ways to answer a question with a key each: the option's own hotkey, else the digits 1 to 9 in order. 0 is left
 * for "ambiguous". Sliders, and questions with `hotkeys: none`, have only the keys their options name.
 */
export function picksOf(question: Question): Pick[] {
  const options: readonly Option[] = question.options ?? [];
  const values: (string | number)[] =
    question.type === 'rating' ? ratingPoints(question) : options.map((option) => option.id);
  const own = new Set(options.map((option) => option.hotkey).filter((key) => key));
  const digits =
    question.hotkeys === 'none' || (question.type === 'rating' && values.length > MOST_BUTTONS)
      ? []
      : [...'123456789'].filter((digit) => !own.has(digit));
  return values.map((value, index) => ({ value, key: options[index]?.hotkey || digits.shift() || undefined }));
}

/** The answer after picking: sets it, or takes an option in or out of a set; picking the same single option keeps it. */
export function withPick(question: Question, answers: Answers, value: string | number): Answers {
  if (question.type !== 'choices') return { ...answers, [question.id]: value };
  const before = answers[question.id];
  const chosen = Array.isArray(before) ? before : [];
  const order = (question.options ?? []).map((option) => option.id);
  const next = chosen.includes(String(value)) ? chosen.filter((one) => one !== value) : [...chosen, String(value)];
  return { ...answers, [question.id]: next.sort((a, b) => order.indexOf(a) - order.indexOf(b)) };
}

export const optionTitle = (question: Question, id: string): string =>
  question.options?.find((option) => option.id === id)?.title || id;

/** An answer in words: "positive", "food, service", "4". */
export const answerText = (question: Question, answer: AnswerValue): string =>
  Array.isArray(answer)
    ? answer.map((id) => optionTitle(question, id)).join(', ')
    : typeof answer === 'number'
      ? String(answer)
      : optionTitle(question, answer);
