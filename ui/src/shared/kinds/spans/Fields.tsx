import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { inputOf } from '../../inputs';
import type { FieldsProps } from '../kind';
import { OptionFields } from '../parts/OptionFields';
import { firstProblem } from '../parts/Problems';

export default function SpansFields({ question, schema, where, problems, set }: FieldsProps<'spans'>) {
  const { t } = useTranslation('kinds');
  return (
    <>
      <Select
        label={t('spans.on')}
        description={t('spans.onText')}
        value={question.on ?? ''}
        data={schema.inputs
          .filter((input) => inputOf(input).oneText)
          .map((input) => ({ value: input.id, label: input.field || input.id }))}
        onChange={(on) => set({ on: on ?? '' })}
        allowDeselect={false}
        error={firstProblem(problems, `${where}.on`)}
      />
      <OptionFields
        title={t('spans.labels')}
        add={t('spans.addLabel')}
        options={question.options}
        where={where}
        problems={problems}
        onChange={(options) => set({ options })}
      />
    </>
  );
}
