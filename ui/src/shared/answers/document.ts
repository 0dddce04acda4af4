import type { Answers, AnswerValue, Question } from '../api/contract';
import { answerTo, kindOf, type Operation, type Span } from '../kinds';

/**
 * Answers to one item while they are given: what is said so far, how it came to that, and which region is in hand. A value
 * without React; labeling, review, the item page and the preview of a schema change it by the same operations.
 */

/** What somebody has said about an item so far. */
export interface Draft {
  answers: Answers;
  ambiguous: boolean;
  comment: string;
}
export const EMPTY_DRAFT: Draft = { answers: {}, ambiguous: false, comment: '' };

/** Who made a change: the person, or a model whose draft was taken over. */
export type Origin = 'hand' | 'draft';

/** One change as it was made, with the answer before and after it. */
export type Step =
  | {
      kind: 'answer';
      question: string;
      operation: Operation;
      origin: Origin;
      before: AnswerValue | undefined;
      after: AnswerValue | undefined;
    }
  | { kind: 'flag'; ambiguous: boolean };

export interface AnswerDocument {
  draft: Draft;
  /** Steps made, the latest last. */
  past: readonly Step[];
  /** Steps taken back, the next to make again last. */
  future: readonly Step[];
  /** The region in hand, which is always one that is there. */
  selected: { readonly question: string; readonly region: string } | null;
}

export const startDocument = (draft: Draft = EMPTY_DRAFT): AnswerDocument => ({
  draft,
  past: [],
  future: [],
  selected: null,
});

/** After one operation on one answer. The same document if the operation means nothing to it. */
export function edited<D extends AnswerDocument>(
  document: D,
  question: Question,
  operation: Operation,
  origin: Origin = 'hand',
): D {
  const before = document.draft.answers[question.id];
  const known = answerTo(question, before);
  const after = kindOf(question).apply(question, known, operation);
  if (after === before || (known === undefined && after === undefined)) return document;
  const step: Step = { kind: 'answer', question: question.id, operation, origin, before, after };
  const last = document.past.at(-1);
  const goesOn =
    last?.kind === 'answer' && last.question === question.id && isTyping(last.operation) && isTyping(operation);
  const past = goesOn ? [...document.past.slice(0, -1), { ...step, before: last.before }] : [...document.past, step];
  return settled({ ...document, past, future: [], draft: withAnswer(document.draft, question.id, after) });
}

/** The item is marked as ambiguous, or no longer. */
export const flagged = <D extends AnswerDocument>(document: D): D => ({
  ...document,
  draft: { ...document.draft, ambiguous: !document.draft.ambiguous },
  past: [...document.past, { kind: 'flag', ambiguous: !document.draft.ambiguous }],
  future: [],
});

/** Without the latest step. A typed comment stays: typing is undone by its field. */
export function undone<D extends AnswerDocument>(document: D): D {
  const step = document.past.at(-1);
  if (!step) return document;
  const draft =
    step.kind === 'flag'
      ? { ...document.draft, ambiguous: !step.ambiguous }
      : withAnswer(document.draft, step.question, step.before);
  return settled({ ...document, draft, past: document.past.slice(0, -1), future: [...document.future, step] });
}

/** With the step that was taken back last. */
export function redone<D extends AnswerDocument>(document: D): D {
  const step = document.future.at(-1);
  if (!step) return document;
  const draft =
    step.kind === 'flag'
      ? { ...document.draft, ambiguous: step.ambiguous }
      : withAnswer(document.draft, step.question, step.after);
  return settled({ ...document, draft, past: [...document.past, step], future: document.future.slice(0, -1) });
}

/** A region is taken in hand, or put down. */
export const selectedRegion = <D extends AnswerDocument>(document: D, question: string, region: string | null): D =>
  settled({ ...document, selected: region === null ? null : { question, region } });

const isTyping = (operation: Operation): boolean => operation.kind === 'set' && operation.typing === true;

function withAnswer(draft: Draft, question: string, answer: AnswerValue | undefined): Draft {
  const { [question]: _, ...others } = draft.answers;
  return { ...draft, answers: answer === undefined ? others : { ...draft.answers, [question]: answer } };
}

/** What is no longer there cannot be in hand. */
function settled<D extends AnswerDocument>(document: D): D {
  const { selected } = document;
  if (selected === null) return document;
  const answer = document.draft.answers[selected.question];
  const there =
    Array.isArray(answer) && answer.some((one: string | Span) => typeof one === 'object' && one.id === selected.region);
  return there ? document : { ...document, selected: null };
}
