import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Job, projectsQuery } from '@/shared/api';
import { formatNumber, formatRelative } from '@/shared/i18n';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { formatBytes } from './bytes';
import { JobProgress } from './JobProgress';
import css from './jobs.module.css';
import { isLive, jobsQuery, kindKey } from './jobsApi';
import { SaidFailure } from './Said';

/**
 * Long work of mine: imports, exports, computations.
 *
 * @param after what else can be done with a job that is over
 */
export function JobsScreen({ after }: { after?: (job: Job) => ReactNode }) {
  const { t } = useTranslation('jobs');
  const jobs = useQuery(jobsQuery());
  useTitle(t('title'));
  return (
    <Page title={t('title')} lead={t('lead')}>
      {jobs.error ? <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
      {jobs.isPending ? <Loading /> : null}
      {jobs.data?.length === 0 ? (
        <EmptyState title={t('emptyTitle')} icon={<Icon name="clock" size={22} />}>
          <p>{t('emptyText')}</p>
        </EmptyState>
      ) : null}
      {jobs.data && jobs.data.length > 0 ? <JobList jobs={jobs.data} withProject after={after} /> : null}
    </Page>
  );
}

/** @param watched by somebody who may look at them and not cancel them, and did not start them */
export function JobList({
  jobs,
  withProject = false,
  watched = false,
  after,
}: {
  jobs: readonly Job[];
  withProject?: boolean;
  watched?: boolean;
  after?: ((job: Job) => ReactNode) | undefined;
}) {
  return (
    <ul className={css.list}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} withProject={withProject} watched={watched} after={after} />
      ))}
    </ul>
  );
}

function JobRow({
  job,
  withProject,
  watched,
  after,
}: {
  job: Job;
  withProject: boolean;
  watched: boolean;
  after: ((job: Job) => ReactNode) | undefined;
}) {
  const { t } = useTranslation('jobs');
  const { summary } = job;
  const named = summary.fileName ?? summary.from;
  const fileName = typeof named === 'string' ? named : undefined;
  const number = (key: string): number | undefined =>
    typeof summary[key] === 'number' ? Number(summary[key]) : undefined;
  const counts = (
    [
      'added',
      'fromBin',
      'updated',
      'unchanged',
      'rejected',
      'files',
      'annotationsAdded',
      'annotationsKept',
      'rows',
      'changed',
      'restored',
    ] as const
  ).flatMap((key) => {
    const count = number(key);
    return count === undefined || (count === 0 && key !== 'added')
      ? []
      : [t(`counts.${key}`, { count, formatted: formatNumber(count) })];
  });
  const bytes = number('bytes');
  return (
    <li className={css.job}>
      <div>
        <div className={css.name}>
          {t(kindKey(job.kind))}
          {fileName ? `: ${fileName}` : ''}
        </div>
        <div className={css.meta}>
          {withProject && job.projectKey !== undefined ? <ProjectOf projectKey={job.projectKey} /> : null}
          {watched ? <span>{t('startedBy', { name: job.createdBy })}</span> : null}
          <span>{formatRelative(job.createdAt)}</span>
          {isLive(job) ? null : counts.map((text) => <span key={text}>{text}</span>)}
          {bytes !== undefined && !isLive(job) ? <span>{formatBytes(bytes)}</span> : null}
        </div>
      </div>
      <div className={css.side}>
        <JobProgress job={job} label={t(kindKey(job.kind))} watched={watched} />
        {job.state === 'done' && job.resultUrl ? (
          <Button component="a" href={job.resultUrl} download size="xs" leftSection={<Icon name="download" />}>
            {t('download')}
          </Button>
        ) : null}
        {isLive(job) ? null : after?.(job)}
      </div>
      {job.error ? (
        <div className={css.error}>
          <SaidFailure error={job.error} />
        </div>
      ) : null}
    </li>
  );
}

/** Where the job belongs: a link for members, the key for others. */
function ProjectOf({ projectKey }: { projectKey: string }) {
  const project = useQuery(projectsQuery).data?.find(({ key }) => key === projectKey);
  return project ? (
    <Link to="/p/$key" params={{ key: projectKey }}>
      {project.name}
    </Link>
  ) : (
    <span>{projectKey}</span>
  );
}
