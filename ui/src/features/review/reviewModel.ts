/** Deciding a disputed item, without React or a server: the tally of votes, the value being chosen, what is missing. */
import type { Annotation, AnswerValue, Question } from '@/shared/api';
import { labelLook, valueKeys } from '../schema/answers';
import { ratingValues } from '../schema/schemaModel';

export interface Tally {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly count: number;
}

/** The votes that count: each annotator's current, submitted answer to this question. */
export function votesOn(question: Pick<Question, 'id'>, annotations: readonly Annotation[]): Annotation[] {
  return annotations.filter(
    (one) =>
      one.current &&
      one.outcome === 'submitted' &&
      one.kind !== 'adjudication' &&
      one.answers[question.id] !== undefined,
  );
}

/** How often each answer was given, in the order of the schema; an answer of several options counts each of them. */
export function voteTally(question: Question, annotations: readonly Annotation[]): Tally[] {
  const counts = new Map<string, number>();
  for (const vote of votesOn(question, annotations))
    for (const key of valueKeys(vote.answers[question.id] as AnswerValue)) counts.set(key, (counts.get(key) ?? 0) + 1);
  const place = (id: string): number => (question.type === 'rating' ? Number(id) : labelLook(question, id).index);
  return [...counts]
    .map(([id, count]) => {
      const look = labelLook(question, id);
      return {
        id,
        name: look.name,
        color: question.type === 'rating' ? ratingTint(question, Number(id)) : look.color,
        count,
      };
    })
    .sort((a, b) => place(a.id) - place(b.id));
}

/** Ratings are ordered: shades of one colour, not labels' colours. */
function ratingTint(question: Question, value: number): string {
  const values = ratingValues(question);
  const at = values.indexOf(value);
  const share = values.length < 2 ? 1 : Math.max(0, at) / (values.length - 1);
  return `color-mix(in srgb, var(--accent-line) ${Math.round(25 + 75 * share)}%, var(--surface))`;
}

/** Votes put together by answer, most votes first: who said what, side by side. */
export function groupedVotes(
  question: Question,
  annotations: readonly Annotation[],
): { key: string; value: AnswerValue; votes: Annotation[] }[] {
  const groups = new Map<string, { key: string; value: AnswerValue; votes: Annotation[] }>();
  for (const vote of votesOn(question, annotations)) {
    const value = vote.answers[question.id] as AnswerValue;
    const key = Array.isArray(value) ? [...value].sort().join('\u0000') : String(value);
    const group = groups.get(key) ?? { key, value, votes: [] };
    group.votes.push(vote);
    groups.set(key, group);
  }
  const place = (value: AnswerValue): number => {
    const first = Array.isArray(value) ? value[0] : value;
    return typeof first === 'number' ? first : labelLook(question, first ?? '').index;
  };
  return [...groups.values()].sort((a, b) => b.votes.length - a.votes.length || place(a.value) - place(b.value));
}

export interface Choice {
  /** The key that picks it, `1` to `9`; further ones have none. */
  readonly key: string | undefined;
  readonly value: string | number;
}

/** What can be decided, with the digit for each. */
export function choicesOf(question: Question): Choice[] {
  const values: (string | number)[] =
    question.type === 'rating' ? ratingValues(question) : (question.options ?? []).map((option) => option.id);
  return values.map((value, index) => ({ key: index < 9 ? String(index + 1) : undefined, value }));
}

/** The value after picking one choice: replaces a single answer, toggles one of several. */
export function picked(question: Question, now: AnswerValue | undefined, choice: string | number): AnswerValue {
  if (question.type !== 'choices') return choice;
  const before = Array.isArray(now) ? now : [];
  const id = String(choice);
  const order = (question.options ?? []).map((option) => option.id);
  return (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]).sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
}

/** What still keeps a decision from being made; nothing means it can be. */
export function missing(value: AnswerValue | undefined, reason: string): 'value' | 'reason' | undefined {
  if (value === undefined) return 'value';
  return reason.trim() === '' ? 'reason' : undefined;
}
