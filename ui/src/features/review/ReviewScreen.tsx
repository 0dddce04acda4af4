import { Button, SegmentedControl, Select } from '@mantine/core';
import { useInfiniteQuery, useQueries, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { projectQuery } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { questionTitle } from '@/shared/kinds';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Desk, type Queue } from './Desk';
import css from './review.module.css';
import { disputeCountQuery, disputesQuery, doubtCountQuery, doubtsQuery } from './reviewApi';

const ALL = '';

export function ReviewScreen() {
  const { key } = useParams({ from: '/app/p/$key' });
  const { what } = useSearch({ from: '/app/p/$key/review' });
  return what === 'doubts' ? <DoubtQueue key={key} /> : <DisputeQueue key={key} />;
}

/** Which of the two is on the screen, with how much there is in each. */
function QueueChoice({ projectKey, now }: { projectKey: string; now: Queue }) {
  const { t } = useTranslation('review');
  const navigate = useNavigate({ from: '/p/$key/review' });
  const disputes = useQuery(disputeCountQuery(projectKey)).data;
  const doubts = useQuery(doubtCountQuery(projectKey)).data;
  const counted = (name: string, count: string | undefined): string =>
    count === undefined ? name : `${name} (${count})`;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('queue')}
      value={now}
      onChange={(next) => void navigate({ search: next === 'doubts' ? { what: 'doubts' } : {}, replace: true })}
      data={[
        {
          value: 'disputes',
          label: counted(t('disputed'), disputes === undefined ? undefined : formatNumber(disputes)),
        },
        {
          value: 'doubts',
          label: counted(t('doubts'), doubts && `${formatNumber(doubts.total)}${doubts.more ? '+' : ''}`),
        },
      ]}
    />
  );
}

function DoubtQueue() {
  const { t } = useTranslation('review');
  const { key } = useParams({ from: '/app/p/$key' });
  const search = useSearch({ from: '/app/p/$key/review' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const doubts = useInfiniteQuery(doubtsQuery(key));
  useTitle(t('doubts'), project.name);
  const chooser = <QueueChoice projectKey={key} now="doubts" />;
  const rows = doubts.data?.pages.flatMap((page) => page.items) ?? [];
  if (doubts.error)
    return (
      <Page title={t('title')} actions={chooser}>
        <ProblemAlert error={doubts.error} onRetry={() => void doubts.refetch()} />
      </Page>
    );
  if (doubts.isPending) return <Loading lines={8} />;
  if (rows.length === 0)
    return (
      <Page title={t('title')} actions={chooser}>
        <EmptyState title={t('noDoubts')} icon={<Icon name="check" size={22} />}>
          <p>{t('noDoubtsText')}</p>
        </EmptyState>
      </Page>
    );
  return (
    <Desk
      queue="doubts"
      project={project}
      question={undefined}
      rows={rows}
      total={doubts.data?.pages[0]?.total ?? 0}
      start={search.item}
      chooser={chooser}
      onNear={() => doubts.hasNextPage && !doubts.isFetchingNextPage && void doubts.fetchNextPage()}
    />
  );
}

function DisputeQueue() {
  const { t } = useTranslation('review');
  const { key } = useParams({ from: '/app/p/$key' });
  const search = useSearch({ from: '/app/p/$key/review' });
  const navigate = useNavigate({ from: '/p/$key/review' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const questions = project.schema.questions;
  const question = questions.find((one) => one.id === search.question);
  const counts = useQueries({
    queries: [disputeCountQuery(key), ...questions.map((one) => disputeCountQuery(key, one.id))],
    combine: (results) => ({
      known: results.every((one) => !one.isPending),
      of: new Map([ALL, ...questions.map(({ id }) => id)].map((id, at) => [id, results[at]?.data ?? 0])),
    }),
  });
  const disputes = useInfiniteQuery(disputesQuery(key, question?.id));
  useTitle(t('title'), project.name);
  const rows = disputes.data?.pages.flatMap((page) => page.items) ?? [];
  const total = disputes.data?.pages[0]?.total ?? 0;
  const counted = (id: string, name: string): string =>
    counts.known ? `${name} (${formatNumber(counts.of.get(id) ?? 0)})` : name;
  const byQuestion =
    questions.length > 1 ? (
      <Select
        aria-label={t('question')}
        value={question?.id ?? ALL}
        onChange={(id) => void navigate({ search: id ? { question: id } : {}, replace: true })}
        data={[
          { value: ALL, label: counted(ALL, t('all')) },
          ...questions.map((one) => ({ value: one.id, label: counted(one.id, questionTitle(one)) })),
        ]}
        allowDeselect={false}
        size="xs"
        className={css.chooser}
      />
    ) : null;
  const chooser = (
    <>
      <QueueChoice projectKey={key} now="disputes" />
      {byQuestion}
    </>
  );
  if (disputes.error)
    return (
      <Page title={t('title')}>
        <ProblemAlert error={disputes.error} onRetry={() => void disputes.refetch()} />
      </Page>
    );
  if (disputes.isPending) return <Loading lines={8} />;
  if (rows.length === 0)
    return (
      <Page title={t('title')} actions={chooser}>
        <EmptyState
          title={t('noneTitle')}
          icon={<Icon name="check" size={22} />}
          action={
            <Button component={Link} to="/p/$key/quality" params={{ key } as never} variant="default">
              {t('toQuality')}
            </Button>
          }
        >
          <p>{question && (counts.of.get(ALL) ?? 0) > 0 ? t('noneHere') : t('noneText')}</p>
        </EmptyState>
      </Page>
    );
  return (
    <Desk
      queue="disputes"
      key={question?.id ?? ALL}
      project={project}
      question={question}
      rows={rows}
      total={total}
      start={search.item}
      chooser={chooser}
      onNear={() => disputes.hasNextPage && !disputes.isFetchingNextPage && void disputes.fetchNextPage()}
    />
  );
}
