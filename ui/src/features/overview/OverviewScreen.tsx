import { Button, NativeSelect } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Estimate, mayActAs, type Overview, type Project, projectQuery } from '@/shared/api';
import { useReportText } from '@/shared/estimates';
import { formatDate, formatInterval, formatNumber, formatPercent } from '@/shared/i18n';
import { kindOf, labelLook, questionTitle } from '@/shared/kinds';
import { EmptyState, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { Panel } from '@/shared/ui/Section';
import { wilson } from '../charts/estimate';
import css from './overview.module.css';
import { overviewQuery } from './overviewApi';

const Plots = lazy(() => import('./OverviewPlots'));

export function OverviewScreen() {
  const { t } = useTranslation('overview');
  const { t: common } = useTranslation();
  const { key } = useParams({ from: '/app/p/$key' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const overview = useQuery(overviewQuery(key));
  useTitle(project.name);
  const params = { key } as never;
  const manager = mayActAs(project.role, 'manager');
  const actions = (
    <>
      <Button component={Link} to="/p/$key/label" params={params} variant="default" leftSection={<Icon name="play" />}>
        {common('nav.label')}
      </Button>
      {manager ? (
        <>
          <Button
            component={Link}
            to="/p/$key/import"
            params={params}
            variant="default"
            leftSection={<Icon name="upload" />}
          >
            {common('nav.import')}
          </Button>
          <Button
            component={Link}
            to="/p/$key/exports"
            params={params}
            variant="default"
            leftSection={<Icon name="download" />}
          >
            {common('nav.exports')}
          </Button>
        </>
      ) : null}
    </>
  );
  if (overview.data && overview.data.items === 0) {
    return (
      <Page title={project.name} lead={project.description || undefined}>
        <EmptyState
          title={t('emptyTitle')}
          icon={<Icon name="upload" size={22} />}
          action={
            manager && !project.archivedAt ? (
              <Button component={Link} to="/p/$key/import" params={params}>
                {t('emptyAction')}
              </Button>
            ) : null
          }
        >
          <p>{t('emptyText')}</p>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page
      title={project.name}
      lead={
        <>
          {project.description ? <span className={css.description}>{project.description}</span> : null}
          {overview.data ? <Lead overview={overview.data} /> : null}
        </>
      }
      actions={overview.data ? actions : null}
    >
      {overview.error ? <ProblemAlert error={overview.error} onRetry={() => void overview.refetch()} /> : null}
      {overview.isPending ? <Loading /> : null}
      {overview.data ? <Loaded project={project} overview={overview.data} /> : null}
    </Page>
  );
}

function Lead({ overview }: { overview: Overview }) {
  const { t } = useTranslation('overview');
  const people = overview.annotators.filter((one) => one.kind === 'person' && one.answers > 0).length;
  const others = overview.annotators.filter((one) => one.kind !== 'person' && one.answers > 0).length;
  // Everything people did, as in the pace and the plot below: answers to gold items count as well.
  const answers = Math.max(
    overview.answers,
    overview.annotators.reduce((sum, one) => sum + one.answers, 0),
  );
  const parts = [
    t('people', { count: people }),
    ...(others > 0 ? [t('simulated', { count: others })] : []),
    t('answers', { count: answers, formatted: formatNumber(answers) }),
  ];
  return parts.join(' · ');
}

function Loaded({ project, overview }: { project: Project; overview: Overview }) {
  return (
    <>
      <Panel className={css.three}>
        <HowFar overview={overview} />
        <HowGood project={project} overview={overview} />
        <WhatNext project={project} overview={overview} />
      </Panel>
      <Suspense fallback={<Loading />}>
        <PlotGrid project={project} overview={overview} />
      </Suspense>
    </>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={css.line}>
      <h2 className={css.lineName}>{name}</h2>
      <div className={css.lineBody}>{children}</div>
    </div>
  );
}

function HowFar({ overview }: { overview: Overview }) {
  const { t } = useTranslation('overview');
  const { key } = useParams({ from: '/app/p/$key' });
  const { items, complete, inProgress, unlabeled } = overview;
  const other = Math.max(0, items - complete - inProgress - unlabeled);
  // Items disputed or adjudicated have all their answers: they count as done here, and are named beside it.
  const done = complete + other;
  const share = items === 0 ? 0 : done / items;
  return (
    <Line name={t('howFar')}>
      <div
        className={css.meter}
        role="progressbar"
        aria-label={t('howFar')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <div className={css.meterDone} style={{ width: `${share * 100}%` }} />
        <div className={css.meterBegun} style={{ width: `${items === 0 ? 0 : (inProgress / items) * 100}%` }} />
      </div>
      <p className={css.sentence}>
        <strong>{t('itemsDone', { done: formatNumber(done), items: formatNumber(items) })}</strong>{' '}
        {t('withAnswers', { count: overview.overlap })}
        {overview.pace.doneOn && share < 1 ? `; ${t('doneOn', { date: formatDate(overview.pace.doneOn) })}` : ''}
        {overview.pace.answersPerDay
          ? ` ${t('pace', { count: Math.round(overview.pace.answersPerDay), formatted: formatNumber(Math.round(overview.pace.answersPerDay)) })}`
          : ''}
      </p>
      <p className={css.details}>
        <Link to="/p/$key/items" params={{ key }} search={{ status: 'in_progress' }}>
          {t('inProgress', { count: inProgress, formatted: formatNumber(inProgress) })}
        </Link>
        <Link to="/p/$key/items" params={{ key }} search={{ status: 'unlabeled' }}>
          {t('unlabeled', { count: unlabeled, formatted: formatNumber(unlabeled) })}
        </Link>
        <Link to="/p/$key/items" params={{ key }} search={{ gold: 'yes' }}>
          {t('gold', { count: overview.goldItems, formatted: formatNumber(overview.goldItems) })}
        </Link>
      </p>
    </Line>
  );
}

function Number_({ estimate, style }: { estimate: Estimate; style: 'share' | 'coefficient' }) {
  const write = (value: number): string =>
    style === 'share'
      ? formatPercent(value)
      : formatNumber(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const bound = (value: number): string =>
    style === 'share' ? formatNumber(100 * value, { maximumFractionDigits: 0 }) : write(value);
  if (estimate.value === undefined) return null;
  return (
    <>
      <strong>{write(estimate.value)}</strong>
      {estimate.low !== undefined && estimate.high !== undefined ? (
        <span className={css.dim}> {formatInterval(bound(estimate.low), bound(estimate.high))}</span>
      ) : null}
    </>
  );
}

function HowGood({ project, overview }: { project: Project; overview: Overview }) {
  const { t } = useTranslation('overview');
  const { t: common } = useTranslation();
  const { agreement } = overview;
  const question = project.schema.questions.find((one) => one.id === agreement?.question);
  const say = useReportText((option) => labelLook(question, option).name);
  const gold = pooledGold(overview);
  return (
    <Line name={t('howGood')}>
      {agreement && agreement.alpha.value !== undefined ? (
        <p className={css.sentence}>
          α <Number_ estimate={agreement.alpha} style="coefficient" />{' '}
          <span className={css.dim}>
            {t('alphaOn', {
              question: question ? questionTitle(question) : agreement.question,
              count: agreement.alpha.n,
              formatted: formatNumber(agreement.alpha.n),
            })}
          </span>
        </p>
      ) : (
        <p className={css.sentence}>
          {t('noAgreement')}{' '}
          <span className={css.dim}>
            {agreement?.alpha.undefinedBecause ? say(agreement.alpha.undefinedBecause) : common('estimate.noData')}
          </span>
        </p>
      )}
      {agreement?.interpretation ? <p className={css.details}>{say(agreement.interpretation)}</p> : null}
      <p className={css.details}>
        {gold ? (
          <span>
            {t('goldAccuracy')} <Number_ estimate={gold} style="share" />{' '}
            {t('goldOf', { count: gold.n, formatted: formatNumber(gold.n) })}
          </span>
        ) : (
          <span>{t('noGold')}</span>
        )}
        <Link to="/p/$key/quality" params={{ key: project.key }}>
          {t('toQuality')}
        </Link>
      </p>
    </Line>
  );
}

/** Share of right answers over all annotators' gold answers; undefined without any. */
function pooledGold(overview: Overview): Estimate | undefined {
  let n = 0;
  let right = 0;
  for (const { goldAccuracy } of overview.annotators) {
    if (goldAccuracy.value === undefined || goldAccuracy.value === null) continue;
    n += goldAccuracy.n;
    right += goldAccuracy.value * goldAccuracy.n;
  }
  return n === 0 ? undefined : { value: right / n, n, ...wilson(right, n) };
}

function WhatNext({ project, overview }: { project: Project; overview: Overview }) {
  const { t } = useTranslation('overview');
  const { code, count = 0, question } = overview.nextStep;
  const asked = project.schema.questions.find((one) => one.id === question);
  const params = { key: project.key } as never;
  const manager = mayActAs(project.role, 'manager');
  const target = {
    import_items: { to: '/p/$key/import', may: manager },
    invite_labelers: { to: '/p/$key/people', may: manager },
    start_labeling: { to: '/p/$key/label', may: true },
    review_disputes: { to: '/p/$key/review', may: true },
    export: { to: '/p/$key/exports', may: manager },
    add_gold: { to: '/p/$key/items', may: manager },
    wait: undefined,
  }[code];
  return (
    <Line name={t('whatNext')}>
      <div className={css.next}>
        <p className={css.sentence}>
          {t(`next.${code}`, {
            count,
            formatted: formatNumber(count),
            question: asked ? questionTitle(asked) : (question ?? ''),
          })}
        </p>
        {target?.may ? (
          <Button
            component={Link}
            to={target.to}
            params={params}
            rightSection={<Icon name="arrowRight" />}
            {...(code === 'review_disputes' && question ? { search: { question } as never } : {})}
          >
            {t(`nextButton.${code as Exclude<typeof code, 'wait'>}`)}
          </Button>
        ) : null}
      </div>
    </Line>
  );
}

function PlotGrid({ project, overview }: { project: Project; overview: Overview }) {
  const { t } = useTranslation('overview');
  const questions = overview.labelShares.map(({ question }) => {
    const known = project.schema.questions.find((one) => one.id === question);
    return { id: question, title: known ? questionTitle(known) : question, known };
  });
  const [chosen, setChosen] = useState<string>();
  const at = questions.find((one) => one.id === chosen) ?? questions[0];
  const shares = overview.labelShares.find((one) => one.question === at?.id);
  return (
    <Plots
      overview={overview}
      shares={(shares?.options ?? []).map(({ option, share }) => {
        const look = labelLook(at?.known, option);
        return {
          id: option,
          name: look.name,
          color: at?.known && kindOf(at.known).options(at.known).length > 0 ? look.color : undefined,
          estimate: share,
        };
      })}
      shareTitle={at?.title ?? ''}
      chooser={
        questions.length > 1 ? (
          <NativeSelect
            size="xs"
            aria-label={t('question')}
            value={at?.id ?? ''}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={questions.map((one) => ({ value: one.id, label: one.title }))}
          />
        ) : null
      }
    />
  );
}
