import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function GuidelineScreen() {
  const { t } = useTranslation('guideline');
  return <Page title={t('title')}>{null}</Page>;
}
