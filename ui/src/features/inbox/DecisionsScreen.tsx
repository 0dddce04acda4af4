import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MyDecision, type Project, projectQuery } from '@/shared/api';
import { formatDateTime, formatRelative } from '@/shared/i18n';
import { AnswerMark, answerText, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Panel } from '@/shared/ui/Section';
import { Composer } from '../talk/Composer';
import { say } from '../talk/talkApi';
import css from './inbox.module.css';
import { decisionsQuery } from './inboxApi';

/** What was decided on items that I had answered, with the reasons. */
export function DecisionsScreen() {
  const { t } = useTranslation('inbox');
  const { key } = useParams({ from: '/app/p/$key/decisions' });
  const { day } = useSearch({ from: '/app/p/$key/decisions' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const decisions = useInfiniteQuery(decisionsQuery(key, day));
  useTitle(t('decisionsTitle'), project.name);
  const all = decisions.data?.pages.flatMap((page) => page.decisions) ?? [];
  return (
    <Page
      title={t('decisionsTitle')}
      width="text"
      lead={
        day ? (
          <>
            {t('ofDay', { day })}{' '}
            <Link to="/p/$key/decisions" params={{ key }}>
              {t('allDays')}
            </Link>
          </>
        ) : (
          t('decisionsLead')
        )
      }
    >
      {decisions.error ? <ProblemAlert error={decisions.error} onRetry={() => void decisions.refetch()} /> : null}
      {decisions.isPending ? <Loading lines={6} /> : null}
      {decisions.isSuccess && all.length === 0 ? (
        <EmptyState title={t('noDecisions')} icon={<Icon name="gavel" size={22} />}>
          <p>{t('noDecisionsText')}</p>
        </EmptyState>
      ) : null}
      <div className={css.decisions}>
        {all.map((decision) => (
          <Decision key={decision.id} project={project} decision={decision} />
        ))}
      </div>
      {decisions.hasNextPage ? (
        <Button
          variant="default"
          className={css.more ?? ''}
          loading={decisions.isFetchingNextPage}
          onClick={() => void decisions.fetchNextPage()}
        >
          {t('more')}
        </Button>
      ) : null}
    </Page>
  );
}

function Decision({ project, decision }: { project: Project; decision: MyDecision }) {
  const { t } = useTranslation('inbox');
  const question = project.schema.questions.find(({ id }) => id === decision.question);
  const mine = decision.answers[decision.question];
  const same = question && mine !== undefined && answerText(question, mine) === answerText(question, decision.value);
  const [asking, setAsking] = useState(false);
  const ask = useMutation({
    mutationFn: (said: Parameters<typeof say>[2]) => say(project.key, { assignment: decision.assignment }, said),
  });
  return (
    <Panel className={css.decision}>
      <ItemView
        schema={project.schema}
        fields={decision.item.fields}
        metadata={decision.item.metadata}
        answers={question ? { [question.id]: decision.value } : {}}
        named
      />
      <dl className={css.answers}>
        <div>
          <dt>{question ? t('decided', { question: questionTitle(question) }) : t('decidedBare')}</dt>
          <dd data-gone={decision.takenBack || undefined}>
            <AnswerMark question={question} value={decision.value} />
          </dd>
        </div>
        <div>
          <dt>{t('yours')}</dt>
          <dd>
            {same ? (
              <span className={css.same}>
                <Icon name="check" size={13} /> {t('same')}
              </span>
            ) : mine === undefined ? (
              t('none')
            ) : (
              <AnswerMark question={question} value={mine} />
            )}
          </dd>
        </div>
        <div>
          <dt>{t('reason')}</dt>
          <dd dir="auto">{decision.reason}</dd>
        </div>
      </dl>
      <p className={css.meta}>
        <time dateTime={decision.at} title={formatDateTime(decision.at)}>
          {formatRelative(decision.at)}
        </time>
        {decision.takenBack ? <span>{t('takenBack')}</span> : null}
        {ask.data ? (
          <Link to="/p/$key/talk/$thread" params={{ key: project.key, thread: String(ask.data.id) }}>
            {t('asked')}
          </Link>
        ) : asking ? null : (
          <Button size="compact-xs" variant="default" onClick={() => setAsking(true)}>
            {t('ask')}
          </Button>
        )}
      </p>
      {asking ? (
        <Composer
          projectKey={project.key}
          place={{ assignment: decision.assignment }}
          label={t('askLabel')}
          sendLabel={t('send')}
          send={(said) => ask.mutateAsync(said)}
          busy={ask.isPending}
          error={ask.error}
          focused
          onCancel={() => setAsking(false)}
          onDone={() => setAsking(false)}
        />
      ) : null}
    </Panel>
  );
}
