import type { Answers, AnswerValue, FieldProblem, Question, Schema } from '@/shared/api';
import { answerText, answerTo, kindOf } from '@/shared/kinds';

/**
 * What a refusal is about, in terms the person knows: questions and options instead of paths. The server's own words are
 * left only where nothing better is known.
 */
export type RefusalLine =
  | { kind: 'questionGone'; question: string }
  | { kind: 'optionGone'; question: string; option: string }
  | { kind: 'unanswered'; question: string }
  | { kind: 'character'; place: 'comment' | 'skipReason'; number: number }
  | { kind: 'server'; place: string; what: string; fix: string };

/** What the server says once this person cannot answer here any more. */
export const GONE = ['project_unknown', 'project_deleted', 'member_removed'];
/** Refusals that no change of the answer mends. */
const NOTHING_TO_MEND = ['lease_lost', 'item_in_bin', ...GONE];
/** Refusals that the same answer would meet again. */
const SAME_AGAIN = [
  'answers_invalid',
  'answers_outdated',
  'schema_version_unknown',
  'text_unstorable',
  'save_id_reused',
];

export const canMend = (code: string): boolean => !NOTHING_TO_MEND.includes(code);
export const canResend = (code: string): boolean => !SAME_AGAIN.includes(code);

/** @param schema the newest one known, if the project can be read */
export function refusalLines(
  problems: readonly FieldProblem[],
  schema: Schema | undefined,
  answers: Answers,
): RefusalLine[] {
  return problems.map(({ where, what, fix }) => {
    const place = where.replace(/^\//, '').replaceAll('/', '.');
    const character = /^character (\d+) is /.exec(what);
    if ((place === 'comment' || place === 'skipReason') && character)
      return { kind: 'character', place, number: Number(character[1]) };
    const id = /^answers\.(.+)$/.exec(place)?.[1];
    if (id === undefined || !schema) return { kind: 'server', place, what, fix };
    const question = schema.questions.find((one) => one.id === id);
    if (!question) return { kind: 'questionGone', question: id };
    const title = question.title || id;
    const answer = answers[id];
    if (answer === undefined || (Array.isArray(answer) && answer.length === 0))
      return { kind: 'unanswered', question: title };
    const gone = goneOption(question, answer);
    if (gone !== undefined) return { kind: 'optionGone', question: title, option: gone };
    return { kind: 'server', place: title, what, fix };
  });
}

/** The first option that an answer names and its question no longer has. */
function goneOption(question: Question, value: AnswerValue): string | undefined {
  const answer = answerTo(question, value);
  if (answer === undefined) return undefined;
  const kind = kindOf(question);
  const known = kind.options(question);
  if (known.length === 0) return undefined;
  return kind.tally(question, answer).find(({ id }) => !known.some((option) => option.id === id))?.id;
}

interface Said {
  outcome: string;
  answers: unknown;
  ambiguous?: boolean | undefined;
  comment?: string | null | undefined;
  skipReason?: string | null | undefined;
}

/** One thing on which two answers to the same item differ; null where one of them says nothing. */
export interface Difference {
  /** A question's title, or what else an answer has. */
  about: { question: string } | 'ambiguous' | 'comment' | 'skipReason';
  elsewhere: string | null;
  here: string | null;
}

/** Only what differs, questions in the order of the schema. */
export function differences(schema: Schema | undefined, elsewhere: Said, here: Said): Difference[] {
  const there = answersOf(elsewhere);
  const mine = answersOf(here);
  const order = schema?.questions.map((question) => question.id) ?? [];
  const ids = [...new Set([...order, ...Object.keys(there), ...Object.keys(mine)])];
  const say = (id: string, value: AnswerValue | undefined): string | null => {
    if (value === undefined) return null;
    const question = schema?.questions.find((one) => one.id === id);
    return answerText(question, value);
  };
  const found: Difference[] = ids
    .map((id) => ({
      about: { question: schema?.questions.find((one) => one.id === id)?.title || id },
      elsewhere: say(id, there[id]),
      here: say(id, mine[id]),
    }))
    .filter((one) => one.elsewhere !== one.here);
  const texts = (about: 'comment' | 'skipReason') => {
    const [one, other] = [elsewhere[about]?.trim() || null, here[about]?.trim() || null];
    if (one !== other) found.push({ about, elsewhere: one, here: other });
  };
  if (Boolean(elsewhere.ambiguous) !== Boolean(here.ambiguous))
    found.push({ about: 'ambiguous', elsewhere: elsewhere.ambiguous ? '✓' : null, here: here.ambiguous ? '✓' : null });
  texts('skipReason');
  texts('comment');
  return found;
}

const answersOf = (said: Said): Answers => (said.outcome === 'skipped' ? {} : ((said.answers ?? {}) as Answers));
