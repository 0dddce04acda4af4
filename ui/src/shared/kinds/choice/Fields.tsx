import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '../kind';
import { OptionFields } from '../parts/OptionFields';

export default function ChoiceFields({ question, where, problems, set }: FieldsProps<'choice'>) {
  const { t } = useTranslation('kinds');
  return (
    <>
      <OptionFields
        title={t('options.title')}
        add={t('options.add')}
        options={question.options}
        where={where}
        problems={problems}
        onChange={(options) => set({ options })}
      />
      <Checkbox
        label={t('choice.ordered')}
        description={t('choice.orderedText')}
        checked={question.ordered === true}
        onChange={(event) => set({ ordered: event.currentTarget.checked || undefined })}
      />
    </>
  );
}
