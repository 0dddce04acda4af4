import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '../kind';
import css from '../parts/form.module.css';
import { firstProblem } from '../parts/Problems';

export default function RatingFields({ question, where, problems, set }: FieldsProps<'rating'>) {
  const { t } = useTranslation('kinds');
  return (
    <>
      <div className={css.three}>
        <NumberInput
          label={t('scale.min')}
          value={question.min ?? 1}
          onChange={(min) => set({ min: Number(min) })}
          error={firstProblem(problems, `${where}.min`)}
        />
        <NumberInput
          label={t('scale.max')}
          value={question.max ?? 5}
          onChange={(max) => set({ max: Number(max) })}
          error={firstProblem(problems, `${where}.max`)}
        />
        <NumberInput
          label={t('scale.step')}
          value={question.step ?? 1}
          min={1}
          onChange={(step) => set({ step: Number(step) })}
          error={firstProblem(problems, `${where}.step`)}
        />
      </div>
      <div className={css.two}>
        <TextInput
          label={t('rating.minLabel')}
          value={question.minLabel ?? ''}
          onChange={(event) => set({ minLabel: event.currentTarget.value })}
        />
        <TextInput
          label={t('rating.maxLabel')}
          value={question.maxLabel ?? ''}
          onChange={(event) => set({ maxLabel: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
