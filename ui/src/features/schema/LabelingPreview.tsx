import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answers, Schema } from '@/shared/api';
import { askedQuestions, ItemView, QuestionControl, withPick } from '@/shared/schema';
import css from './schema.module.css';
import { answerable, type SchemaDraft } from './schemaModel';

/** What a labeler will see, made of the same parts as the labeling screen. To try out: nothing chosen here is saved. */
export function LabelingPreview({
  schema: draft,
  fields,
}: {
  schema: SchemaDraft;
  fields?: { [field: string]: string } | undefined;
}) {
  const { t } = useTranslation('schema');
  const [answers, setAnswers] = useState<Answers>({});
  const [active, setActive] = useState<string>();
  const schema = answerable(draft) as Schema;
  const asked = askedQuestions(schema, answers);
  const shown = Object.fromEntries(
    schema.inputs.map(({ field }) => [field, fields?.[field] ?? t('sample', { field: field || '…' })]),
  );
  const current = asked.find((question) => question.id === active) ?? asked[0];
  return (
    <div className={css.card}>
      <div className={css.cardItem}>
        <ItemView schema={schema} fields={shown} />
      </div>
      {asked.map((question) => (
        <div key={question.id} className={css.cardQuestion}>
          <QuestionControl
            question={question}
            answer={answers[question.id]}
            active={question === current}
            onFocus={() => setActive(question.id)}
            onPick={(value) => setAnswers((now) => withPick(question, now, value))}
          />
        </div>
      ))}
    </div>
  );
}
