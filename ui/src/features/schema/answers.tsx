import type { AnswerValue, Question } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { labelColor } from '@/shared/theme/labelColors';
import { LabelMark } from '@/shared/ui';

export const questionTitle = (question: Pick<Question, 'id' | 'title'>): string => question.title ?? question.id;

export interface LabelLook {
  readonly id: string;
  readonly name: string;
  readonly index: number;
  /** A CSS colour that follows the theme. */
  readonly color: string;
  /** The colour's name in the schema, if it has one. */
  readonly named: string | undefined;
}

/** How one option is written and coloured everywhere; an option no longer in the schema keeps its id. */
export function labelLook(question: Question | undefined, id: string): LabelLook {
  const options = question?.options ?? [];
  const index = options.findIndex((option) => option.id === id);
  const option = options[index];
  const at = index >= 0 ? index : options.length;
  return { id, name: option?.title ?? id, index: at, color: labelColor(at, option?.color), named: option?.color };
}

/** The values an answer names, as keys of a tally: options, or the number of a rating. */
export const valueKeys = (value: AnswerValue): string[] =>
  Array.isArray(value) ? (value.length > 0 ? value : ['–']) : [String(value)];

/** One answer in words. */
export function answerText(question: Question | undefined, value: AnswerValue): string {
  if (Array.isArray(value))
    return value.length === 0 ? '–' : value.map((id) => labelLook(question, id).name).join(', ');
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 1 });
  return labelLook(question, value).name;
}

/** One answer with its colours: a swatch and a name per option, or the number of a rating on its scale. */
export function AnswerMark({ question, value }: { question: Question | undefined; value: AnswerValue | undefined }) {
  if (value === undefined || value === null) return <span>–</span>;
  if (typeof value === 'number' || question?.type === 'rating')
    return (
      <span>
        {formatNumber(Number(value), { maximumFractionDigits: 1 })}
        {question?.max === undefined ? null : ` / ${formatNumber(question.max)}`}
      </span>
    );
  const ids = Array.isArray(value) ? value : [value];
  if (ids.length === 0) return <span>–</span>;
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 12 }}>
      {ids.map((id) => {
        const look = labelLook(question, id);
        return <LabelMark key={id} name={look.name} index={look.index} color={look.named} />;
      })}
    </span>
  );
}
