import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function SignInScreen() {
  const { t } = useTranslation('session');
  return <Page title={t('title')}>{null}</Page>;
}
