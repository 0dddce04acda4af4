import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function ItemsScreen() {
  const { t } = useTranslation('items');
  return <Page title={t('title')}>{null}</Page>;
}
