import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answering, askedQuestions, QuestionFrame } from '@/shared/answers';
import { kindOf } from '@/shared/kinds';
import classes from './labeling.module.css';

/**
 * The questions beside an item, those that are not asked for now out of reach.
 *
 * @param children what stands below them, such as the way to send the answers
 */
export function QuestionSection({ answering, children }: { answering: Answering; children: ReactNode }) {
  const { t } = useTranslation('labeling');
  const { questions } = answering.schema;
  const asked = new Set(askedQuestions(answering.schema, answering.document.draft.answers).map(({ id }) => id));
  return (
    <section
      className={classes.questions}
      aria-label={t('questions')}
      // Two texts to compare, or one to mark on, need more of a small screen than one to read.
      data-reading={questions.some((one) => kindOf(one).pair || kindOf(one).marks) || undefined}
    >
      <div className={classes.questionList} data-questions>
        {questions.map((question) => (
          <div
            key={question.id}
            className={classes.questionSlot}
            data-asked={asked.has(question.id) || undefined}
            inert={!asked.has(question.id)}
          >
            <QuestionFrame answering={answering} question={question} asked={asked.has(question.id)} />
          </div>
        ))}
      </div>
      {children}
    </section>
  );
}
