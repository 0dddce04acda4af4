import type { AnswerValue, Question } from '../api/contract';
import { labelColor } from '../theme/labelColors';
import { answerTo, kindOf } from './index';
import type { Tallied } from './kind';

/** Answers as screens show them, also those to questions that are gone or have changed their kind. */

/** One answer in words. */
export function answerText(question: Question | undefined, value: AnswerValue): string {
  const answer = question && answerTo(question, value);
  return question && answer !== undefined ? kindOf(question).summary(question, answer) : bare(value);
}

/** One answer with the colours of its labels. */
export function AnswerMark({ question, value }: { question: Question | undefined; value: AnswerValue | undefined }) {
  if (value === undefined || value === null) return <span>–</span>;
  const answer = question && answerTo(question, value);
  if (!question || answer === undefined) return <span>{bare(value)}</span>;
  const { Mark } = kindOf(question);
  return <Mark question={question} answer={answer} />;
}

/** How one tallied value of a question is written and coloured: an option, a point, a verdict. */
export const labelLook = (question: Question | undefined, id: string): Tallied =>
  question ? kindOf(question).look(question, id) : { id, name: id, place: 0, color: labelColor(0) };

/** What an answer counts for in a tally. */
export function tallyOf(question: Question, value: AnswerValue): Tallied[] {
  const answer = answerTo(question, value);
  return answer === undefined ? [] : kindOf(question).tally(question, answer);
}

/** A value nobody can explain, as it is. */
function bare(value: AnswerValue): string {
  if (Array.isArray(value))
    return (
      value.map((one) => (typeof one === 'string' ? one : `${one.label ?? ''} ${one.text ?? ''}`)).join(', ') || '–'
    );
  return typeof value === 'object' ? value.choice : String(value);
}
