import type { Annotation, AnswerValue, Question } from '../api/contract';
import { answerTo, kindOf, type Tallied, tallyOf } from '../kinds';

/** Answers of several people to one question, side by side. */

export interface Tally extends Tallied {
  readonly count: number;
}

/** Whether somebody has taken it out: it counts nowhere then. */
export const isTakenOut = (one: Pick<Annotation, 'handled'>): boolean =>
  one.handled?.some((what) => what.kind === 'taken_out' && what.endedAt === undefined) ?? false;

/** The votes that count: each annotator's current, submitted answer to this question. */
export function votesOn(question: Pick<Question, 'id'>, annotations: readonly Annotation[]): Annotation[] {
  return annotations.filter(
    (one) =>
      one.current &&
      one.outcome === 'submitted' &&
      // Who is asked again gives no second opinion.
      one.kind !== 'repeat' &&
      !isTakenOut(one) &&
      one.answers[question.id] !== undefined,
  );
}

/** How often each value was given, in the order of the schema; an answer of several values counts for each. */
export function voteTally(question: Question, annotations: readonly Annotation[]): Tally[] {
  const tally = new Map<string, Tally>();
  for (const vote of votesOn(question, annotations))
    for (const one of tallyOf(question, vote.answers[question.id] as AnswerValue))
      tally.set(one.id, { ...one, count: (tally.get(one.id)?.count ?? 0) + 1 });
  return [...tally.values()].sort((a, b) => a.place - b.place);
}

/** Votes put together by answer, most votes first: who said what, side by side. */
export function groupedVotes(
  question: Question,
  annotations: readonly Annotation[],
): { key: string; value: AnswerValue; votes: Annotation[] }[] {
  const groups = new Map<string, { key: string; value: AnswerValue; votes: Annotation[] }>();
  for (const vote of votesOn(question, annotations)) {
    const value = vote.answers[question.id] as AnswerValue;
    const answer = answerTo(question, value);
    const key = answer === undefined ? JSON.stringify(value) : kindOf(question).same(question, answer);
    const group = groups.get(key) ?? { key, value, votes: [] };
    group.votes.push(vote);
    groups.set(key, group);
  }
  const place = (value: AnswerValue): number => tallyOf(question, value)[0]?.place ?? 0;
  return [...groups.values()].sort((a, b) => b.votes.length - a.votes.length || place(a.value) - place(b.value));
}
