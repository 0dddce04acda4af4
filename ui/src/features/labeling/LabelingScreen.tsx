import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function LabelingScreen() {
  const { t } = useTranslation('labeling');
  return <Page title={t('title')}>{null}</Page>;
}
