import { useTranslation } from 'react-i18next';
import type { FieldsProps } from '../kind';
import { OptionFields } from '../parts/OptionFields';

export default function ChoicesFields({ question, where, problems, set }: FieldsProps<'choices'>) {
  const { t } = useTranslation('kinds');
  return (
    <OptionFields
      title={t('options.title')}
      add={t('options.add')}
      options={question.options}
      where={where}
      problems={problems}
      onChange={(options) => set({ options })}
    />
  );
}
