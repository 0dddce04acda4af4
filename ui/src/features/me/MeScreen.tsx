import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function MeScreen() {
  const { t } = useTranslation('me');
  return <Page title={t('title')}>{null}</Page>;
}
