import { Button, NativeSelect, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type InboxLine, projectsQuery } from '@/shared/api';
import { formatDate, formatDateTime, formatNumber, formatRelative } from '@/shared/i18n';
import { EmptyState, Icon, type IconName, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { kindKey } from '../jobs/jobsApi';
import { plainText } from '../talk/commentText';
import css from './inbox.module.css';
import { inboxQuery, markRead, unreadQuery } from './inboxApi';
import { byDay, latest, localDay, once } from './inboxModel';

/** What concerns me, in all my projects, the latest first. */
export function InboxScreen() {
  const { t } = useTranslation('inbox');
  const client = useQueryClient();
  const search = useSearch({ from: '/app/inbox' });
  const navigate = useNavigate({ from: '/inbox' });
  const projects = useQuery(projectsQuery).data ?? [];
  const inbox = useInfiniteQuery(inboxQuery(search.project));
  const unread = useQuery(unreadQuery).data;
  useTitle(t('title'));
  const lines = once(inbox.data?.pages.flatMap((page) => page.lines) ?? []);
  const refresh = () =>
    client.invalidateQueries({ queryKey: ['inbox'], predicate: ({ queryKey }) => queryKey[1] !== 'decisions' });
  // News that the bar knows of belong on the screen.
  const known = useRef(unread?.count);
  useEffect(() => {
    if (known.current !== undefined && unread && unread.count > known.current)
      void client.invalidateQueries({ queryKey: ['inbox', 'lines'] });
    known.current = unread?.count;
  }, [unread, client]);
  const reading = useMutation({ mutationFn: markRead, onSettled: refresh });
  const read = async (line?: InboxLine): Promise<void> => {
    const through = line ? line.at : latest(lines);
    if (through === undefined) return;
    const which = line ? { line: line.id } : {};
    const before = await reading.mutateAsync({ ...which, through });
    void undoNotice(line ? t('oneRead') : t('allRead'), t('undo'), () => reading.mutate({ ...which, through: before }));
  };
  const today = localDay(new Date());
  return (
    <Page
      title={t('title')}
      width="text"
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="check" />}
          disabled={!unread || unread.count === 0}
          loading={reading.isPending && reading.variables?.line === undefined}
          onClick={() => void read().catch(() => undefined)}
        >
          {t('readAll')}
        </Button>
      }
    >
      {projects.length > 1 ? (
        <NativeSelect
          className={css.project ?? ''}
          size="xs"
          aria-label={t('project')}
          value={search.project ?? ''}
          onChange={(event) => {
            const project = event.currentTarget.value;
            void navigate({ search: project ? { project } : {}, replace: true });
          }}
          data={[
            { value: '', label: t('allProjects') },
            ...projects.map(({ key, name }) => ({ value: key, label: name })),
          ]}
        />
      ) : null}
      {inbox.error ? <ProblemAlert error={inbox.error} onRetry={() => void inbox.refetch()} /> : null}
      {reading.error ? <ProblemAlert error={reading.error} /> : null}
      {inbox.isPending ? <Loading lines={6} /> : null}
      {inbox.isSuccess && lines.length === 0 ? (
        <EmptyState title={t('emptyTitle')} icon={<Icon name="inbox" size={22} />}>
          <p>{t('emptyText')}</p>
        </EmptyState>
      ) : null}
      {byDay(lines).map(({ day, lines: its }) => (
        <section key={day} className={css.day}>
          <h2 className={css.dayName}>{day === today ? t('today') : formatDate(its[0]?.at ?? '')}</h2>
          <ul className={css.lines}>
            {its.map((line) => (
              <Line
                key={line.id}
                line={line}
                onOpen={() => line.unread && reading.mutate({ line: line.id, through: line.at })}
                onRead={() => void read(line).catch(() => undefined)}
              />
            ))}
          </ul>
        </section>
      ))}
      {inbox.hasNextPage ? (
        <Button
          variant="default"
          className={css.more ?? ''}
          loading={inbox.isFetchingNextPage}
          onClick={() => void inbox.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </Page>
  );
}

/** Says what happened, opens it there, and is read by then. */
function Line({ line, onOpen, onRead }: { line: InboxLine; onOpen: () => void; onRead: () => void }) {
  const { t } = useTranslation('inbox');
  const said = useSaid(line);
  return (
    <li className={css.line} data-unread={line.unread || undefined}>
      <span className={css.icon}>
        <Icon name={said.icon} />
      </span>
      <div className={css.what}>
        <div className={css.title}>
          {said.link(
            <>
              {line.unread ? <VisuallyHidden>{t('unread')} </VisuallyHidden> : null}
              {said.text}
            </>,
            onOpen,
          )}
        </div>
        {said.more ? (
          <p className={css.more_} dir="auto">
            {said.more}
          </p>
        ) : null}
        <p className={css.meta}>
          {line.projectName ? <span>{line.projectName}</span> : null}
          <time dateTime={line.at} title={formatDateTime(line.at)}>
            {formatRelative(line.at)}
          </time>
        </p>
      </div>
      {line.unread ? (
        <UnstyledButton
          className={css.mark}
          onClick={onRead}
          aria-label={t('read', { what: said.text })}
          title={t('readShort')}
        >
          <span className={css.dot} />
        </UnstyledButton>
      ) : null}
    </li>
  );
}

interface Told {
  readonly icon: IconName;
  readonly text: string;
  readonly more?: string | undefined;
  readonly link: (content: ReactNode, onOpen: () => void) => ReactNode;
}

function useSaid(line: InboxLine): Told {
  const { t } = useTranslation('inbox');
  const { t: talk } = useTranslation('talk');
  const { t: jobs } = useTranslation('jobs');
  const key = line.project ?? '';
  const { thread, guideline, decisions, notes, job } = line;
  if (thread) {
    const { last } = thread;
    const name = last?.by.name ?? talk('otherLabeler');
    const count = thread.comments;
    return {
      icon: 'comment',
      text: thread.mentioned
        ? t('mentioned', { name })
        : count > 1
          ? t('comments', { count, formatted: formatNumber(count), name })
          : t('comment', { name }),
      more:
        last?.text === undefined
          ? undefined
          : plainText(
              last.text,
              last.mentions.map((one) => ({ ...one, name: one.name ?? talk('otherLabeler') })),
            ),
      link: (content, onClick) =>
        thread.item === undefined ? (
          <Link to="/p/$key/talk/$thread" params={{ key, thread: String(thread.thread) }} onClick={onClick}>
            {content}
          </Link>
        ) : (
          <Link
            to="/p/$key/items/$id"
            params={{ key, id: String(thread.item) }}
            hash={`thread-${thread.thread}`}
            onClick={onClick}
          >
            {content}
          </Link>
        ),
    };
  }
  if (guideline)
    return {
      icon: 'book',
      text: t('guideline', { version: guideline.version, name: guideline.by }),
      more: guideline.note,
      link: (content, onClick) => (
        <Link
          to="/p/$key/guideline"
          params={{ key }}
          search={{ version: guideline.version, changes: true }}
          onClick={onClick}
        >
          {content}
        </Link>
      ),
    };
  if (decisions)
    return {
      icon: 'gavel',
      text: t('decisions', { count: decisions.decisions, formatted: formatNumber(decisions.decisions) }),
      link: (content, onClick) => (
        <Link to="/p/$key/decisions" params={{ key }} search={{ day: decisions.day }} onClick={onClick}>
          {content}
        </Link>
      ),
    };
  if (notes)
    return {
      icon: 'comment',
      text: t('notes', { count: notes.notes, formatted: formatNumber(notes.notes) }),
      link: (content, onClick) => (
        <Link to="/p/$key/items" params={{ key }} search={{ commented: 'yes' }} onClick={onClick}>
          {content}
        </Link>
      ),
    };
  const failed = job?.state === 'failed';
  const file = typeof job?.summary.fileName === 'string' ? job.summary.fileName : undefined;
  return {
    icon: failed ? 'alert' : 'check',
    text: t(failed ? 'jobFailed' : 'jobDone', { job: jobs(kindKey(job?.kind ?? '')) }),
    more: file,
    link: (content, onClick) => (
      <Link to="/jobs" onClick={onClick}>
        {content}
      </Link>
    ),
  };
}
