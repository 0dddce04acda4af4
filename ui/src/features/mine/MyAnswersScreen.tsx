import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type MyAnnotation, type Project, projectPath, projectQuery } from '@/shared/api';
import { formatDateTime, formatRelative } from '@/shared/i18n';
import { lineOf } from '@/shared/inputs';
import { answerText, kindOf, questionTitle } from '@/shared/kinds';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import css from './mine.module.css';
import { MARKS, type Mark, type MineSearch, mineQuery } from './mineSearch';

type MinePage = { annotations: MyAnnotation[]; next?: string | number | null };

/** What I answered in this project: found again, and opened. */
export function MyAnswersScreen() {
  const { t } = useTranslation('mine');
  const { key } = useParams({ from: '/app/p/$key/mine' });
  const search = useSearch({ from: '/app/p/$key/mine' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const navigate = useNavigate({ from: '/p/$key/mine' });
  useTitle(t('title'), project.name);
  const put = (more: Partial<Record<keyof MineSearch, string | undefined>>) =>
    void navigate({
      search: (now) =>
        Object.fromEntries(Object.entries({ ...now, ...more }).filter(([, value]) => value)) as MineSearch,
      replace: true,
    });
  const found = useInfiniteQuery({
    queryKey: ['project', key, 'mine', 'search', search],
    queryFn: ({ pageParam, signal }) =>
      api.get<MinePage>(projectPath(key, '/mine'), {
        query: { ...mineQuery(search), before: pageParam, limit: 20 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page.next == null ? undefined : String(page.next)),
    // Answers are given beside this page.
    staleTime: 0,
  });
  const answers = found.data?.pages.flatMap((page) => page.annotations) ?? [];
  const searching = Object.keys(search).length > 0;
  // A page may end early after many answers that do not fit: the next one is asked for by itself.
  const short = found.hasNextPage && answers.length < 20 && (found.data?.pages.length ?? 0) < 200;
  const { fetchNextPage, isFetchingNextPage } = found;
  useEffect(() => {
    if (short && !isFetchingNextPage) void fetchNextPage();
  }, [short, isFetchingNextPage, fetchNextPage]);
  const days = search.from !== undefined && search.to !== undefined && search.from > search.to;
  return (
    <Page title={t('title')} width="text" lead={t('lead')}>
      <search className={css.filters}>
        <Words value={search.q ?? ''} onChange={(q) => put({ q })} />
        <Select
          label={t('mark')}
          placeholder={t('anyMark')}
          value={search.mark ?? null}
          onChange={(mark) => put({ mark: (mark as Mark | null) ?? undefined })}
          data={MARKS.map((mark) => ({ value: mark, label: t(`marks.${mark}`) }))}
          clearable
        />
        <Select
          label={t('label')}
          placeholder={t('anyLabel')}
          value={search.label ?? null}
          onChange={(label) => put({ label: label ?? undefined })}
          data={labelsOf(project)}
          searchable
          openOnFocus={false}
          nothingFoundMessage={t('noLabel')}
          clearable
        />
        <TextInput
          type="date"
          label={t('from')}
          value={search.from ?? ''}
          onChange={(event) => put({ from: event.currentTarget.value || undefined })}
        />
        <TextInput
          type="date"
          label={t('to')}
          value={search.to ?? ''}
          onChange={(event) => put({ to: event.currentTarget.value || undefined })}
          error={days ? t('days') : undefined}
        />
      </search>
      {found.error ? <ProblemAlert error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isPending || (short && answers.length === 0) ? <Loading lines={6} /> : null}
      {found.isSuccess && answers.length === 0 && !found.hasNextPage ? (
        <EmptyState
          title={t(searching ? 'nothingFound' : 'none')}
          icon={<Icon name={searching ? 'search' : 'inbox'} size={22} />}
          action={
            searching ? (
              <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                {t('clear')}
              </Button>
            ) : (
              <Button component={Link} to="/p/$key/label" params={{ key } as never}>
                {t('toQueue')}
              </Button>
            )
          }
        >
          <p>{t(searching ? 'nothingFoundText' : 'noneText')}</p>
        </EmptyState>
      ) : null}
      {answers.length > 0 ? (
        <ol className={css.answers} aria-label={t('title')}>
          {answers.map((answer) => (
            <Answer key={answer.assignmentId} project={project} answer={answer} />
          ))}
        </ol>
      ) : null}
      {found.hasNextPage && answers.length > 0 ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </Page>
  );
}

/** Typing waits a moment before it searches. */
function Words({ value, onChange }: { value: string; onChange: (q: string | undefined) => void }) {
  const { t } = useTranslation('mine');
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Cleared from elsewhere.
    setKnown(value);
    if (value.trim() !== typed.trim()) setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value.trim()) return;
    const timer = setTimeout(() => onChange(typed.trim() || undefined), 250);
    return () => clearTimeout(timer);
  });
  return (
    <TextInput
      className={css.words ?? ''}
      type="search"
      label={t('words')}
      placeholder={t('wordsPlaceholder')}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<Icon name="search" />}
      maxLength={200}
    />
  );
}

/** The labels of questions that offer a choice. */
const labelsOf = (project: Project) =>
  project.schema.questions.flatMap((question) => {
    const options = kindOf(question).options(question);
    return options.length === 0
      ? []
      : [
          {
            group: questionTitle(question),
            items: options.map((option) => ({
              value: `${question.id}:${option.id}`,
              label: option.title || option.id,
            })),
          },
        ];
  });

function Answer({ project, answer }: { project: Project; answer: MyAnnotation }) {
  const { t } = useTranslation('mine');
  const { schema } = project;
  const said = schema.questions.flatMap((question) => {
    const value = answer.answers[question.id];
    return value === undefined
      ? []
      : [`${questionTitle(question).replace(/[?:]$/, '')}: ${answerText(question, value)}`];
  });
  return (
    <li>
      <Link
        to="/p/$key/label"
        params={{ key: project.key }}
        search={{ answer: answer.assignmentId }}
        className={css.text ?? ''}
        dir="auto"
      >
        {answer.item.key ?? (lineOf(schema, answer.item.fields) || t('noText'))}
      </Link>
      <div className={css.said}>
        {answer.outcome === 'skipped' ? (
          <span>
            <Icon name="skip" size={13} /> {[t('skipped'), answer.skipReason].filter(Boolean).join(': ')}
          </span>
        ) : (
          said.map((one) => <span key={one}>{one}</span>)
        )}
        {answer.ambiguous ? (
          <span>
            <Icon name="ambiguous" size={13} /> {t('ambiguous')}
          </span>
        ) : null}
        {answer.comment ? (
          <span dir="auto">
            <Icon name="comment" size={13} /> {answer.comment}
          </span>
        ) : null}
        <time dateTime={answer.savedAt} title={formatDateTime(answer.savedAt)}>
          {formatRelative(answer.savedAt)}
        </time>
      </div>
      {answer.takenOut ? (
        <div className={css.handled}>
          {t('takenOut', { when: formatRelative(answer.takenOut.at), reason: answer.takenOut.reason })}
        </div>
      ) : null}
      {answer.sentBack ? (
        <div className={css.handled}>
          {t('sentBack', { when: formatRelative(answer.sentBack.at), reason: answer.sentBack.reason })}
        </div>
      ) : null}
    </li>
  );
}
