import { useTranslation } from 'react-i18next';
import { askedQuestions, handOf, QuestionFrame, useAnswering } from '@/shared/answers';
import { type Fields, inputOf } from '@/shared/inputs';
import { ItemView } from '@/shared/surfaces';
import css from './schema.module.css';
import { answerable, type SchemaDraft } from './schemaModel';

/** What a labeler will see, made of the same parts as the labeling screen. To try out: nothing chosen here is saved. */
export function LabelingPreview({ schema: draft, fields }: { schema: SchemaDraft; fields?: Fields | undefined }) {
  const { t } = useTranslation('schema');
  const schema = answerable(draft);
  const shown = Object.fromEntries(
    schema.inputs.map((input) => [
      input.field,
      fields?.[input.field] ?? inputOf(input).sample(t('sample', { field: input.field || '…' })),
    ]),
  );
  const answering = useAnswering({ schema, fields: shown });
  const { answers } = answering.document.draft;
  return (
    <div className={css.card}>
      <div className={css.cardItem}>
        <ItemView schema={schema} fields={shown} answers={answers} hand={handOf(answering)} />
      </div>
      {askedQuestions(schema, answers).map((question) => (
        <div key={question.id} className={css.cardQuestion}>
          {/* Another kind begins anew. */}
          <QuestionFrame key={question.type} answering={answering} question={question} />
        </div>
      ))}
    </div>
  );
}
