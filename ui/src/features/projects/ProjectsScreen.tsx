import { useTranslation } from 'react-i18next';
import { Page } from '@/shared/ui';

export function ProjectsScreen() {
  const { t } = useTranslation('projects');
  return <Page title={t('title')}>{null}</Page>;
}
