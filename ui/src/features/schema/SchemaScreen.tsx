import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function SchemaScreen() {
  const { t } = useTranslation('schema');
  return <Page title={t('title')}>{null}</Page>;
}
