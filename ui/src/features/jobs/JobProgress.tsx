import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/shared/api';
import { formatNumber, formatPercent } from '@/shared/i18n';
import { Icon } from '@/shared/ui';
import { formatBytes } from './bytes';
import css from './jobs.module.css';
import { cancelJob, isLive, jobQuery, jobShare } from './jobsApi';

/**
 * One job's state: a bar while it runs, a word and an icon afterwards.
 *
 * @param watched by somebody who may not cancel it
 */
export function JobProgress({ job, label, watched = false }: { job: Job; label: string; watched?: boolean }) {
  const { t } = useTranslation('jobs');
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelJob(job.id),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: jobQuery(job.id).queryKey });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const share = jobShare(job);
  const write = (count: number): string => (job.unit === 'bytes' ? formatBytes(count) : formatNumber(count));
  if (!isLive(job)) return <JobState job={job} />;
  return (
    <div className={css.progress}>
      <div
        className={css.bar}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { 'aria-valuenow': Math.floor(share * 100) })}
        data-unknown={share === undefined || undefined}
      >
        <div className={css.barDone} style={{ width: share === undefined ? '30%' : `${share * 100}%` }} />
      </div>
      <span className={css.progressText}>
        {job.state === 'queued'
          ? t('state.queued')
          : share === undefined
            ? write(job.done)
            : t('progress', { percent: formatPercent(share), done: write(job.done), total: write(job.total ?? 0) })}
      </span>
      {watched ? null : (
        <Button size="compact-sm" variant="subtle" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}

const LOOK = {
  queued: { icon: 'clock', tone: 'var(--mantine-color-dimmed)' },
  running: { icon: 'half', tone: 'var(--accent)' },
  done: { icon: 'check', tone: 'var(--good)' },
  failed: { icon: 'alert', tone: 'var(--bad)' },
  cancelled: { icon: 'x', tone: 'var(--mantine-color-dimmed)' },
} as const;

export function JobState({ job }: { job: Job }) {
  const { t } = useTranslation('jobs');
  return (
    <span className={css.state}>
      <Icon name={LOOK[job.state].icon} size={14} style={{ color: LOOK[job.state].tone }} />
      {t(`state.${job.state}`)}
    </span>
  );
}
