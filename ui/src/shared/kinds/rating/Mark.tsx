import { formatNumber } from '../../i18n/format';
import type { QuestionOf } from '../kind';

export function RatingMark({ question, answer }: { question: QuestionOf<'rating'>; answer: number }) {
  return (
    <span>
      {formatNumber(answer, { maximumFractionDigits: 1 })}
      {question.max === undefined ? null : ` / ${formatNumber(question.max)}`}
    </span>
  );
}
