import { NumberInput, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '../kind';
import css from '../parts/form.module.css';
import { firstProblem } from '../parts/Problems';

const given = (value: number | string): number | undefined => (value === '' ? undefined : Number(value));

export default function NumberFields({ question, where, problems, set }: FieldsProps<'number'>) {
  const { t } = useTranslation('kinds');
  return (
    <>
      <div className={css.three}>
        <NumberInput
          label={t('scale.min')}
          placeholder={t('number.any')}
          value={question.min ?? ''}
          onChange={(min) => set({ min: given(min) })}
          error={firstProblem(problems, `${where}.min`)}
        />
        <NumberInput
          label={t('scale.max')}
          placeholder={t('number.any')}
          value={question.max ?? ''}
          onChange={(max) => set({ max: given(max) })}
          error={firstProblem(problems, `${where}.max`)}
        />
        <NumberInput
          label={t('scale.step')}
          placeholder={t('number.any')}
          value={question.step ?? ''}
          min={0}
          onChange={(step) => set({ step: given(step) })}
          error={firstProblem(problems, `${where}.step`)}
        />
      </div>
      <TextInput
        label={t('number.unit')}
        placeholder={t('number.unitPlaceholder')}
        value={question.unit ?? ''}
        onChange={(event) => set({ unit: event.currentTarget.value })}
        error={firstProblem(problems, `${where}.unit`)}
      />
    </>
  );
}
