import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function PeopleScreen() {
  const { t } = useTranslation('people');
  return <Page title={t('title')}>{null}</Page>;
}
