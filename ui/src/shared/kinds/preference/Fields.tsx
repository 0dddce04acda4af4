import { Checkbox, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '../kind';
import css from '../parts/form.module.css';
import { firstProblem } from '../parts/Problems';

export default function PreferenceFields({ question, schema, where, problems, set }: FieldsProps<'preference'>) {
  const { t } = useTranslation('kinds');
  const inputs = schema.inputs.map((input) => ({ value: input.id, label: input.field || input.id }));
  return (
    <>
      <div className={css.two}>
        <Select
          label={t('preference.left')}
          value={question.left}
          data={inputs}
          onChange={(left) => set({ left: left ?? '' })}
          allowDeselect={false}
          error={firstProblem(problems, `${where}.left`)}
        />
        <Select
          label={t('preference.right')}
          value={question.right}
          data={inputs}
          onChange={(right) => set({ right: right ?? '' })}
          allowDeselect={false}
          error={firstProblem(problems, `${where}.right`)}
        />
      </div>
      <p className={css.hint}>{t('preference.sidesText')}</p>
      <div className={css.checks}>
        <Checkbox
          label={t('preference.ties')}
          checked={question.ties !== false}
          onChange={(event) => set({ ties: event.currentTarget.checked ? undefined : false })}
        />
        <Checkbox
          label={t('preference.bothBad')}
          checked={question.bothBad !== false}
          onChange={(event) => set({ bothBad: event.currentTarget.checked ? undefined : false })}
        />
      </div>
      <NumberInput
        label={t('preference.strengths')}
        description={t('preference.strengthsText')}
        min={0}
        max={9}
        value={question.strengths ?? 0}
        onChange={(strengths) => set({ strengths: Number(strengths) || undefined })}
        error={firstProblem(problems, `${where}.strengths`)}
      />
    </>
  );
}
