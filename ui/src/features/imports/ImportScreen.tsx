import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function ImportScreen() {
  const { t } = useTranslation('imports');
  return <Page title={t('title')}>{null}</Page>;
}
