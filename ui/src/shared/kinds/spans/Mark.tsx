import { useTranslation } from 'react-i18next';
import type { QuestionOf, Span } from '../kind';
import { optionLook } from '../options';
import { Fold } from '../parts/Fold';
import classes from '../parts/parts.module.css';

/** Label and text of each region, in the order of the text. */
export function SpansMark({ question, answer }: { question: QuestionOf<'spans'>; answer: Span[] }) {
  const { t } = useTranslation('kinds');
  if (answer.length === 0) return <span>{t('spans.none')}</span>;
  return (
    <Fold>
      <span className={classes.spansMark}>
        {answer.map((span) => {
          const look = optionLook(question, span.label ?? '');
          return (
            <span
              key={span.id ?? `${span.begin} ${span.end} ${span.label}`}
              className={classes.spanMark}
              style={{ '--label': look.color } as React.CSSProperties}
            >
              <span className={classes.spanMarkLabel}>{look.name}</span> <bdi>{span.text}</bdi>
            </span>
          );
        })}
      </span>
    </Fold>
  );
}
