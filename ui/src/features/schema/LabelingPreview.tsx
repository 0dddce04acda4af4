import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelColor } from '@/shared/theme/labelColors';
import { KeyBadge, Markdown } from '@/shared/ui';
import { ChoiceButton, ChoiceGroup } from './Choices';
import css from './schema.module.css';
import { type QuestionDraft, ratingValues, type SchemaDraft } from './schemaModel';

type Picked = Record<string, readonly string[]>;

/** The card a labeler will see, to try out: nothing chosen here is saved. */
export function LabelingPreview({
  schema,
  fields,
}: {
  schema: SchemaDraft;
  fields?: { [field: string]: string } | undefined;
}) {
  const { t } = useTranslation('schema');
  const [picked, setPicked] = useState<Picked>({});
  const asked = schema.questions.filter((question) =>
    Object.entries(question.when ?? {}).every(([id, wanted]) => (picked[id] ?? []).some((one) => wanted.includes(one))),
  );
  const pick = (question: QuestionDraft, id: string): void => {
    const now = picked[question.id] ?? [];
    const next =
      question.type === 'choices'
        ? now.includes(id)
          ? now.filter((one) => one !== id)
          : [...now, id]
        : now.includes(id)
          ? []
          : [id];
    setPicked({ ...picked, [question.id]: next });
  };
  return (
    <div className={css.card}>
      <div className={css.cardItem}>
        {schema.inputs.map((input, index) => {
          const text = fields?.[input.field] ?? t('sample', { field: input.field || '…' });
          const key = index;
          return input.type === 'markdown' ? <Markdown key={key} source={text} /> : <p key={key}>{text}</p>;
        })}
      </div>
      {asked.map((question, index) => {
        const auto = question.hotkeys !== 'none' && index === 0;
        const now = picked[question.id] ?? [];
        return (
          <ChoiceGroup
            key={`${question.id}/${schema.questions.indexOf(question)}`}
            multiple={question.type === 'choices'}
            label={question.title ?? question.id}
            className={css.cardQuestion}
          >
            <div className={css.cardTitle}>
              {question.title ?? question.id}
              {question.required === false ? <span className={css.hint}> {t('optional')}</span> : null}
            </div>
            {question.help ? <div className={css.hint}>{question.help}</div> : null}
            {question.type === 'rating' ? (
              <>
                <div className={css.cardRating}>
                  {ratingValues(question).map((value) => (
                    <ChoiceButton
                      key={value}
                      multiple={false}
                      on={now.includes(String(value))}
                      className={css.cardNumber}
                      onClick={() => pick(question, String(value))}
                    >
                      {value}
                    </ChoiceButton>
                  ))}
                </div>
                <div className={css.cardEnds}>
                  <span>{question.minLabel}</span>
                  <span>{question.maxLabel}</span>
                </div>
              </>
            ) : (
              (question.options ?? []).map((option, at) => (
                <ChoiceButton
                  // biome-ignore lint/suspicious/noArrayIndexKey: ids are being edited; the place is what stays
                  key={at}
                  multiple={question.type === 'choices'}
                  on={now.includes(option.id)}
                  className={css.cardOption}
                  onClick={() => pick(question, option.id)}
                >
                  {option.hotkey || (auto && at < 9) ? (
                    <KeyBadge binding={option.hotkey ?? String(at + 1)} decorative />
                  ) : null}
                  <span className={css.optionSwatch} style={{ background: labelColor(at, option.color) }} />
                  <span>{option.title ?? option.id}</span>
                </ChoiceButton>
              ))
            )}
          </ChoiceGroup>
        );
      })}
    </div>
  );
}
