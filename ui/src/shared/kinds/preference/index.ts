import { lazy } from 'react';
import type { Arrangement, Preference, Press, QuestionKind, QuestionOf, Tallied } from '../kind';
import { word } from '../words';
import { PreferenceEditor } from './Editor';
import { sideAt } from './sides';

const VERDICTS = ['left', 'right', 'tie', 'both_bad'] as const;
type Verdict = Preference['choice'];
const COLORS: { [V in Verdict]: string } = {
  left: 'var(--label-1)',
  right: 'var(--label-2)',
  tie: 'var(--line-strong)',
  both_bad: 'var(--mantine-color-dimmed)',
};

/** Which of two is better. Keys and buttons mean sides of the screen; what is kept names places in the item. */
export const preference: QuestionKind<'preference'> = {
  type: 'preference',
  is: (answer): answer is Preference => typeof answer === 'object' && !Array.isArray(answer) && 'choice' in answer,
  fitting(question, answer) {
    if (!verdictsOf(question).includes(answer.choice)) return undefined;
    const { strengths = 0 } = question;
    if (answer.strength === undefined || answer.strength <= strengths) return answer;
    const { strength: _, ...rest } = answer;
    return rest;
  },
  isMissing: (_, answer) => answer === undefined,
  missing: () => word('preference.missing'),
  /** Half an answer is finished or taken back, it is not sent without a word. */
  fault: (question, answer) => (wantsDegree(question, answer) ? word('preference.missingDegree') : undefined),
  apply(_, answer, operation) {
    if (operation.kind === 'clear') return undefined;
    return operation.kind === 'set' && preference.is(operation.value) ? operation.value : answer;
  },
  presses({ question, answer, arrangement, edit, named }) {
    const shown: { shown: Arrangement } = { shown: arrangement };
    const degree = wantsDegree(question, answer);
    const noDigits = question.hotkeys === 'none';
    const title = (verdict: Verdict, first: boolean) =>
      verdict === 'tie' || verdict === 'both_bad'
        ? word(`preference.${verdict}`)
        : word('preference.better', { name: named ? question[verdict] : first ? 'A' : 'B' });
    const degrees = (question.strengths ?? 0) > 0;
    const verdicts = verdictsOf(question).map((at, index): Press => {
      const side = at === 'left' || at === 'right';
      const verdict = side ? sideAt(at === 'left' ? 'first' : 'second', arrangement) : at;
      return {
        id: at,
        // While a degree is asked for, digits mean degrees.
        key: degree || noDigits ? undefined : String(index + 1),
        ...(side ? { alias: [at === 'left' ? 'ArrowLeft' : 'ArrowRight'] } : {}),
        title: title(verdict, at === 'left'),
        run: () => edit({ kind: 'set', value: { choice: verdict, ...shown } }, !(degrees && side)),
      };
    });
    const chosen = answer?.choice === 'left' || answer?.choice === 'right' ? answer.choice : undefined;
    const strengths = chosen
      ? Array.from(
          { length: question.strengths ?? 0 },
          (_, index): Press => ({
            id: `degree ${index + 1}`,
            key: degree && !noDigits ? String(index + 1) : undefined,
            title: word('preference.degree', { n: index + 1, of: question.strengths ?? 0 }),
            run: () => edit({ kind: 'set', value: { choice: chosen, strength: index + 1, ...shown } }, true),
          }),
        )
      : [];
    return [...verdicts, ...strengths];
  },
  marks: null,
  pair: ({ left, right }) => [left, right],
  options: (question) => verdictsOf(question).map((id) => ({ id, title: named(question, id) })),
  conditional: true,
  same: (_, answer) => `${answer.choice} ${answer.strength ?? ''}`,
  tally: (question, answer) => [look(question, answer.choice)],
  look,
  summary: (question, { choice, strength }) =>
    strength === undefined
      ? named(question, choice)
      : `${named(question, choice)} (${word('preference.degree', { n: strength, of: question.strengths ?? strength })})`,
  wide: false,
  laborious: false,
  nearest: (_, answer) => answer,
  arrows: undefined,
  Editor: PreferenceEditor,
  Mark: ({ question, answer }) => preference.summary(question, answer),
  form: {
    name: 'better',
    keys: ['left', 'right', 'ties', 'bothBad', 'strengths'],
    fresh: (id, { inputs }) => ({
      id,
      type: 'preference',
      left: inputs.at(-2)?.id ?? inputs[0]?.id ?? '',
      right: inputs.at(-1)?.id ?? '',
    }),
    compact: ({ left, right, ties, bothBad, strengths }) => ({
      left,
      right,
      ties: ties === false ? false : undefined,
      bothBad: bothBad === false ? false : undefined,
      strengths: strengths || undefined,
    }),
    answerable: (question) => question,
    Fields: lazy(() => import('./Fields')),
  },
};

const verdictsOf = ({ ties = true, bothBad = true }: QuestionOf<'preference'>): readonly Verdict[] =>
  VERDICTS.filter((verdict) => (verdict !== 'tie' || ties) && (verdict !== 'both_bad' || bothBad));

/** "Better" without the degree that is asked for. */
const wantsDegree = ({ strengths = 0 }: QuestionOf<'preference'>, answer: Preference | undefined): boolean =>
  strengths > 0 && (answer?.choice === 'left' || answer?.choice === 'right') && answer.strength === undefined;

/** A verdict by the names of the inputs, whatever stood where. */
function named(question: QuestionOf<'preference'>, verdict: Verdict): string {
  if (verdict === 'left' || verdict === 'right') return word('preference.better', { name: question[verdict] });
  return word(`preference.${verdict}`);
}

function look(question: QuestionOf<'preference'>, id: string): Tallied {
  const verdict = VERDICTS.find((one) => one === id);
  return {
    id,
    name: verdict ? named(question, verdict) : id,
    place: verdict ? VERDICTS.indexOf(verdict) : VERDICTS.length,
    color: verdict ? COLORS[verdict] : 'var(--line-strong)',
  };
}
