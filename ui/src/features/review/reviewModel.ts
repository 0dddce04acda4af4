/** Deciding a disputed item, without React or a server. */
import type { AnswerValue, Question, Schema } from '@/shared/api';
import { answerTo, kindOf } from '@/shared/kinds';

/** The question that is decided alone: whatever it depends on, here it is asked, and an answer is needed. */
export function asDecided({ inputs }: Schema, question: Question): Schema {
  const { when: _, ...rest } = question;
  return { inputs, questions: [{ ...rest, required: true }] };
}

/** What still keeps a decision from being made; nothing means it can be. */
export function missing(
  question: Question,
  value: AnswerValue | undefined,
  reason: string,
): 'value' | 'reason' | undefined {
  const kind = kindOf(question);
  const answer = answerTo(question, value);
  if (answer === undefined || kind.isMissing(question, answer) || kind.fault?.(question, answer) !== undefined)
    return 'value';
  return reason.trim() === '' ? 'reason' : undefined;
}
