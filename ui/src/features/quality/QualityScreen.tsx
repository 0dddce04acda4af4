import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function QualityScreen() {
  const { t } = useTranslation('quality');
  return <Page title={t('title')}>{null}</Page>;
}
