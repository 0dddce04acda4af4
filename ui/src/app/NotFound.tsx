import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { KeptAnswers } from '@/features/labeling/KeptAnswers';
import { EmptyState, useTitle } from '@/shared/ui';

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t('notFound.title'));
  return (
    <>
      {/* Who was removed from a project comes here by its address, with answers it has not taken. */}
      <div style={{ padding: '24px 16px 0', maxWidth: 760, width: '100%', marginInline: 'auto' }}>
        <KeptAnswers />
      </div>
      <EmptyState
        title={t('notFound.title')}
        action={
          <Button component={Link} to="/">
            {t('notFound.home')}
          </Button>
        }
      >
        {t('notFound.text')}
      </EmptyState>
    </>
  );
}
