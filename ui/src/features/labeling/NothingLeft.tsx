import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  type MyStats,
  mayActAs,
  type NothingLeftReason,
  type Project,
  projectsQuery,
  type ReachedLimit,
} from '@/shared/api';
import { formatDateTime, formatDuration, formatNumber } from '@/shared/i18n';
import { EmptyState, Icon } from '@/shared/ui';

/** No item for this person right now: why, and what can be done instead. */
export function NothingLeft({
  reason,
  limit,
  project,
  stats,
  onLookAgain,
}: {
  reason: NothingLeftReason;
  /** With the reasons item_limit and time_limit. */
  limit?: ReachedLimit | undefined;
  project: Project;
  stats: MyStats | null;
  onLookAgain: () => void;
}) {
  const { t } = useTranslation('labeling');
  const items = useQuery(projectsQuery).data?.find((one) => one.key === project.key)?.items;
  const key = project.key;
  const again = (
    <Button variant="default" onClick={onLookAgain} leftSection={<Icon name="refresh" />}>
      {t('lookAgain')}
    </Button>
  );
  if (items === 0)
    return (
      <EmptyState
        icon={<Icon name="upload" size={22} />}
        title={t('noItems')}
        action={
          mayActAs(project.role, 'manager') ? (
            <Button component={Link} to="/p/$key/import" params={{ key } as never}>
              {t('importItems')}
            </Button>
          ) : (
            again
          )
        }
      >
        {mayActAs(project.role, 'manager') ? t('noItemsManager') : t('noItemsLabeler')}
      </EmptyState>
    );
  if (reason === 'item_limit' || reason === 'time_limit') {
    const { items = 0, minutesPerDay = 0, startsAgain } = limit ?? {};
    return (
      <EmptyState
        icon={<Icon name={reason === 'item_limit' ? 'check' : 'clock'} size={22} />}
        title={
          reason === 'item_limit'
            ? t('nothing.item_limit', { count: items, formatted: formatNumber(items) })
            : t('nothing.time_limit', { time: formatDuration(minutesPerDay * 60_000) })
        }
        action={again}
      >
        <p>
          {reason === 'item_limit'
            ? t('nothing.item_limit_text')
            : t('nothing.time_limit_text', { when: startsAgain ? formatDateTime(startsAgain) : '' })}
        </p>
        {stats && stats.answeredTotal > 0 && <p>{t('thanks', { count: stats.answeredTotal })}</p>}
      </EmptyState>
    );
  }
  if (reason === 'member_paused' || reason === 'not_qualified' || reason === 'test_waits' || reason === 'pilot_waits')
    return (
      <EmptyState
        icon={
          <Icon name={reason === 'member_paused' ? 'pause' : reason === 'not_qualified' ? 'x' : 'clock'} size={22} />
        }
        title={t(`nothing.${reason}`)}
        action={again}
      >
        {t(`nothing.${reason}_text`)}
      </EmptyState>
    );
  if (reason === 'archived')
    return (
      <EmptyState
        icon={<Icon name="archive" size={22} />}
        title={t('archived')}
        action={
          <Button variant="default" component={Link} to="/">
            {t('otherProjects')}
          </Button>
        }
      >
        {t('archivedText')}
      </EmptyState>
    );
  if (reason === 'paused')
    return (
      <EmptyState
        icon={<Icon name="pause" size={22} />}
        title={t('paused')}
        action={
          mayActAs(project.role, 'manager') ? (
            <Button component={Link} to="/p/$key/settings" params={{ key } as never}>
              {t('toSettings')}
            </Button>
          ) : (
            again
          )
        }
      >
        {t('pausedText')}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<Icon name="check" size={22} />}
      title={reason === 'all_done' ? t('allDone') : t('noneLeft')}
      action={
        <>
          {mayActAs(project.role, 'reviewer') && reason === 'all_done' && (
            <Button component={Link} to="/p/$key/quality" params={{ key } as never}>
              {t('seeQuality')}
            </Button>
          )}
          {again}
          <Button variant="subtle" component={Link} to="/">
            {t('otherProjects')}
          </Button>
        </>
      }
    >
      <p>
        {reason === 'all_done'
          ? t('allDoneText', { overlap: project.overlap })
          : t('noneLeftText', { overlap: project.overlap })}
      </p>
      {stats && stats.answeredTotal > 0 && <p>{t('thanks', { count: stats.answeredTotal })}</p>}
    </EmptyState>
  );
}
