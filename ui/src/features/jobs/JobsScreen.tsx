import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function JobsScreen() {
  const { t } = useTranslation('jobs');
  return <Page title={t('title')}>{null}</Page>;
}
