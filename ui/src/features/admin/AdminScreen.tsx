import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Instance, useMe } from '@/shared/api';
import { formatDateTime, formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Section } from '@/shared/ui/Section';
import { formatBytes } from '../jobs/bytes';
import { JobList } from '../jobs/JobsScreen';
import { AccountsSection } from './AccountsSection';
import css from './admin.module.css';
import { instanceJobsQuery, instanceQuery, sendTestMail } from './adminApi';
import { type Worry, worries } from './worries';

/** The installation, for its owners: is it well, who has an account, what runs. */
export function AdminScreen() {
  const { t } = useTranslation('admin');
  const instance = useQuery(instanceQuery);
  const jobs = useQuery(instanceJobsQuery);
  useTitle(t('title'));
  const failed = jobs.data?.filter((job) => job.state === 'failed').length ?? 0;
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Section title={t('state')}>
        {instance.error ? <ProblemAlert error={instance.error} onRetry={() => void instance.refetch()} /> : null}
        {instance.isPending ? <Loading /> : null}
        {instance.data ? <State instance={instance.data} failed={failed} /> : null}
      </Section>
      <AccountsSection />
      <Section title={t('jobs')} sub={t('jobsText')}>
        {jobs.error ? <ProblemAlert error={jobs.error} onRetry={() => void jobs.refetch()} /> : null}
        {jobs.isPending ? <Loading /> : null}
        {jobs.data?.length === 0 ? <p className={css.none}>{t('noJobs')}</p> : null}
        {jobs.data && jobs.data.length > 0 ? <JobList jobs={jobs.data} withProject watched /> : null}
      </Section>
    </Page>
  );
}

function State({ instance, failed }: { instance: Instance; failed: number }) {
  const { t } = useTranslation('admin');
  const found = worries(instance, failed, Date.now());
  const facts: [name: string, value: string, more?: string, action?: ReactNode][] = [
    [t('version'), instance.version, t('javaIs', { version: instance.java })],
    [t('running'), formatRelative(instance.startedAt), formatDateTime(instance.startedAt)],
    [
      t('database'),
      `PostgreSQL ${instance.postgresql}`,
      t(instance.dataFolder === undefined ? 'externalIs' : 'databaseIs', {
        schema: instance.schema,
        millis: formatNumber(instance.databaseMillis),
      }),
    ],
    [
      t('stored'),
      formatBytes(instance.databaseBytes),
      t('ofFiles', {
        count: instance.files,
        formatted: formatNumber(instance.files),
        size: formatBytes(instance.fileBytes),
      }),
    ],
    ...(instance.freeBytes === undefined
      ? []
      : [[t('free'), formatBytes(instance.freeBytes), instance.dataFolder ?? ''] satisfies [string, string, string]]),
    [t('memory'), formatBytes(instance.memoryBytes), t('memoryOf', { limit: formatBytes(instance.memoryLimitBytes) })],
    [t('projects'), formatNumber(instance.projects)],
    [
      t('backup'),
      instance.lastBackupAt ? formatRelative(instance.lastBackupAt) : t('never'),
      instance.lastBackupAt ? formatDateTime(instance.lastBackupAt) : t('backupText'),
    ],
    instance.mail.server === undefined
      ? [t('mail'), t('mailOff'), t('mailOffText')]
      : [t('mail'), instance.mail.server, t('mailFrom', { from: instance.mail.from }), <TestMail key="test" />],
  ];
  return (
    <>
      {found.length === 0 ? (
        <p className={css.well}>
          <Icon name="check" size={16} /> {t('well')}
        </p>
      ) : (
        <ul className={css.worries}>
          {found.map((worry) => (
            <li key={worry.kind}>
              <Icon name="alert" size={16} />
              <span>
                <WorryText worry={worry} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <dl className={css.facts}>
        {facts.map(([name, value, more, action]) => (
          <div key={name} className={css.fact}>
            <dt>{name}</dt>
            <dd>
              <strong>{value}</strong>
              {more === undefined ? null : <span className={css.more}>{more}</span>}
              {action}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Whether mail arrives is seen by sending one. */
function TestMail() {
  const { t } = useTranslation('admin');
  const me = useMe();
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: sendTestMail,
    onSettled: () => client.invalidateQueries({ queryKey: instanceQuery.queryKey, exact: true }),
  });
  return (
    <div className={css.test}>
      <Button variant="default" size="xs" loading={send.isPending} onClick={() => send.mutate()}>
        {t('mailTest')}
      </Button>
      <span className={css.done} role="status">
        {send.isSuccess && me ? t('mailTestSent', { email: me.email }) : ''}
      </span>
      {send.error ? <ProblemAlert error={send.error} /> : null}
    </div>
  );
}

function WorryText({ worry }: { worry: Worry }) {
  const { t } = useTranslation('admin');
  switch (worry.kind) {
    case 'disk':
      return t('worry.disk', { free: formatBytes(worry.freeBytes) });
    case 'memory':
      return t('worry.memory', { share: formatPercent(worry.share) });
    case 'noBackup':
      return (
        <>
          {t('worry.noBackup')} <code>./cupel backup FILE.zip</code>
        </>
      );
    case 'oldBackup':
      return (
        <>
          {t('worry.oldBackup', { count: worry.days })} <code>./cupel backup FILE.zip</code>
        </>
      );
    case 'mailLocal':
      return t('worry.mailLocal', { site: worry.site });
    case 'mailWaits':
      return t('worry.mailWaits', { said: worry.said });
    case 'mailFailed':
      return t('worry.mailFailed', { count: worry.count, said: worry.said });
    case 'jobs':
      return t('worry.jobs', { count: worry.count });
  }
}
