import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function OverviewScreen() {
  const { t } = useTranslation('overview');
  return <Page title={t('title')}>{null}</Page>;
}
