import { Button, Select } from '@mantine/core';
import { useMutation, useQueries, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { voteTally } from '@/shared/answers';
import {
  type Estimate,
  type Project,
  projectQuery,
  type QualityReport,
  type QualityView,
  type Question,
} from '@/shared/api';
import { useReportText } from '@/shared/estimates';
import { formatDuration, formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { lineOf } from '@/shared/inputs';
import { kindOf, labelLook, questionTitle } from '@/shared/kinds';
import { EmptyState, EstimateText, Icon, Loading, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { KindNote } from '@/shared/ui/KindNote';
import { Panel, Section } from '@/shared/ui/Section';
import {
  ConfusionMatrix,
  EstimateBar,
  EstimateRows,
  formatEstimateNumber,
  intervalText,
  LineBand,
  PairMatrix,
  SplitBar,
  shortName,
} from '../charts';
import { itemQueryOf } from '../items/itemsApi';

import { PilotSection } from './Pilot';
import { alphaVerdict, weakSpot } from './plainWords';
import css from './quality.module.css';
import { madeReport, qualityQuery, recompute, topDisputesQuery } from './qualityApi';

const TOP_DISPUTES = 8;
const MOST_NAMES_IN_MATRIX = 16;

export function QualityScreen() {
  const { t } = useTranslation('quality');
  const { key } = useParams({ from: '/app/p/$key' });
  const search = useSearch({ from: '/app/p/$key/quality' });
  const navigate = useNavigate({ from: '/p/$key/quality' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const questions = project.schema.questions;
  const question = questions.find((one) => one.id === search.question) ?? questions[0];
  const report = useQuery({ ...qualityQuery(key, question?.id ?? ''), enabled: question !== undefined });
  const made = report.data && madeReport(report.data);
  useTitle(t('title'), project.name);
  if (!question) return null;
  return (
    <Page
      title={t('title')}
      lead={
        report.data && report.data.state !== 'empty' ? <Origin project={project} report={report.data} /> : undefined
      }
      actions={
        questions.length > 1 ? (
          <Select
            aria-label={t('question')}
            value={question.id}
            onChange={(id) => id && void navigate({ search: { question: id }, replace: true })}
            data={questions.map((one) => ({ value: one.id, label: questionTitle(one) }))}
            allowDeselect={false}
            w={420}
            maw="100%"
          />
        ) : null
      }
    >
      <PilotSection project={project} />
      {report.error ? <ProblemAlert error={report.error} onRetry={() => void report.refetch()} /> : null}
      {report.isPending ? <Loading lines={8} /> : null}
      {report.data?.state === 'empty' ? (
        <EmptyState
          title={t('emptyTitle')}
          icon={<Icon name="chart" size={22} />}
          action={
            <Button component={Link} to="/p/$key/label" params={{ key } as never}>
              {t('emptyAction')}
            </Button>
          }
        >
          <p>{t('emptyText')}</p>
        </EmptyState>
      ) : null}
      {report.data?.state === 'computing' && !made ? <p role="status">{t('computingFirst')}</p> : null}
      {made && report.data?.state !== 'empty' ? <Report project={project} question={question} report={made} /> : null}
    </Page>
  );
}

/** What the figures were computed from, and the way to compute them again. */
function Origin({ project, report }: { project: Project; report: QualityView }) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => recompute(project.key, report.question),
    onSettled: () => client.invalidateQueries({ queryKey: ['quality', project.key] }),
  });
  return (
    <span className={css.origin}>
      <span role="status">
        {report.state === 'computing'
          ? t('computing')
          : report.asOf
            ? t(report.state === 'stale' ? 'stale' : 'fresh', { when: formatRelative(report.asOf.at) })
            : ''}
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<Icon name="refresh" size={13} />}
        loading={again.isPending}
        disabled={report.state === 'computing'}
        onClick={() => again.mutate()}
      >
        {t('recompute')}
      </Button>
    </span>
  );
}

function Report({ project, question, report }: { project: Project; question: Question; report: QualityReport }) {
  const { t } = useTranslation('quality');
  const name = (option: string): string => labelLook(question, option).name;
  const color = (option: string): string | undefined =>
    kindOf(question).options(question).length > 0 ? labelLook(question, option).color : undefined;
  const perClass = report.agreement.perClass ?? [];
  const weak = weakSpot(perClass);
  // Kappa compares classes; of texts and marks it is told how alike they are.
  const alike = report.agreement.measures.length > 0 && report.agreement.ac1.value === undefined;
  const paired = new Set(report.pairs.filter(({ n }) => n > 0).flatMap(({ a, b }) => [a, b]));
  const names = report.annotators.filter(({ memberId }) => paired.has(memberId));
  return (
    <>
      <Agreement question={question} report={report} />
      {report.audit && report.audit.n > 0 ? (
        <Section title={t('audit')} boxed>
          <Coefficient title={t('auditKept')} text={t('auditText')} estimate={report.audit} domain={[0, 1]} share />
        </Section>
      ) : null}
      <div className={css.grid}>
        {perClass.length > 0 ? (
          <Panel>
            <EstimateRows
              title={t('perLabel')}
              sub={weak ? t('weakSpot', { label: name(weak) }) : t('perLabelText')}
              style="coefficient"
              rows={perClass.map(({ option, alpha }) => ({
                id: option,
                name: name(option),
                color: color(option),
                estimate: alpha,
              }))}
            />
          </Panel>
        ) : null}
        {report.shares.length > 0 ? (
          <Panel>
            <EstimateRows
              title={t('shares')}
              sub={t('sharesText')}
              rows={report.shares.map(({ option, share }) => ({
                id: option,
                name: name(option),
                color: color(option),
                estimate: share,
              }))}
            />
          </Panel>
        ) : null}
      </div>
      {names.length > 1 ? (
        <Section title={t('pairs')} sub={t(alike ? 'pairsAlike' : 'pairsText')} boxed>
          <PairMatrix
            title={t('pairs')}
            names={names
              .slice(0, MOST_NAMES_IN_MATRIX)
              .map(({ memberId, name, kind }) => ({ id: memberId, name: kind === 'person' ? name : shortName(name) }))}
            pairs={alike ? report.pairs.map((pair) => ({ ...pair, kappa: pair.percent })) : report.pairs}
          />
          {names.length > MOST_NAMES_IN_MATRIX ? (
            <p className={css.dim}>{t('pairsSome', { count: MOST_NAMES_IN_MATRIX })}</p>
          ) : null}
        </Section>
      ) : null}
      {report.overTime.length > 1 ? (
        <Section title={t('overTime')} boxed>
          <LineBand
            title={t('overTimeTitle')}
            sub={t('overTimeText')}
            style="percent"
            points={report.overTime.map(({ day, percent }) => ({ day, estimate: percent }))}
          />
        </Section>
      ) : null}
      <ConsensusSummary project={project} report={report} />
      <Drafts report={report} />
      <Annotators question={question} report={report} />
      <Disputed project={project} question={question} />
    </>
  );
}

function Agreement({ question, report }: { question: Question; report: QualityReport }) {
  const { t } = useTranslation('quality');
  const say = useReportText((option) => labelLook(question, option).name);
  const { alpha, percent, ac1, interpretation, notes, measures } = report.agreement;
  return (
    <Section title={t('agreement')} boxed>
      <div className={css.coefficients}>
        <Coefficient
          title={t('alpha')}
          text={t('alphaText')}
          estimate={alpha}
          domain={[Math.min(0, alpha.low ?? 0), 1]}
          marks
        />
        <Coefficient title={t('percent')} text={t('percentText')} estimate={percent} domain={[0, 1]} share />
        {/* Where answers are no classes it has no meaning, and other measures stand in its place. */}
        {ac1.value === undefined && measures.length > 0 ? null : (
          <Coefficient title="AC1" text={t('ac1Text')} estimate={ac1} domain={[Math.min(0, ac1.low ?? 0), 1]} />
        )}
        {measures.map(({ key, estimate }) => (
          <Coefficient
            key={key}
            title={t(`measure.${key}.title` as 'measure.closeness.title')}
            text={t(`measure.${key}.text` as 'measure.closeness.text')}
            estimate={estimate}
            domain={[0, 1]}
            share
            of={key === 'shown_left' ? 'ofComparisons' : 'ofItems'}
          />
        ))}
      </div>
      <p className={css.verdict}>{interpretation ? say(interpretation) : t(`verdict.${alphaVerdict(alpha)}`)}</p>
      {notes.length > 0 ? (
        <ul className={css.notes}>
          {notes.map((note) => (
            <li key={note}>{say(note)}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

function Coefficient({
  title,
  text,
  estimate,
  domain,
  share = false,
  marks = false,
  of = 'ofItems',
}: {
  title: string;
  text: string;
  estimate: Estimate;
  domain: readonly [number, number];
  share?: boolean;
  marks?: boolean;
  /** How many of what it rests on. */
  of?: 'ofItems' | 'ofComparisons';
}) {
  const { t } = useTranslation('quality');
  const say = useReportText();
  const style = share ? 'percent' : 'coefficient';
  return (
    <div className={css.coefficient}>
      <h3>{title}</h3>
      {estimate.value === undefined || estimate.value === null ? (
        <p className={css.undefined}>
          {t('undefined')} {say(estimate.undefinedBecause ?? '')}
        </p>
      ) : (
        <>
          <div className={css.big}>
            {formatEstimateNumber(estimate.value, style)}{' '}
            <span className={css.interval}>{intervalText(estimate, style)}</span>
          </div>
          <div className={css.figure}>
            <EstimateBar estimate={estimate} domain={domain} kind="point" marks={marks ? [0.667, 0.8] : []} />
            <div className={css.ends} aria-hidden="true">
              <span>{formatNumber(domain[0])}</span>
              <span>{formatNumber(domain[1])}</span>
            </div>
          </div>
          <div className={css.dim}>{t(of, { count: estimate.n, formatted: formatNumber(estimate.n) })}</div>
        </>
      )}
      <p className={css.dim}>
        {text}
        {marks ? ` ${t('alphaMarks')}` : ''}
      </p>
    </div>
  );
}

function ConsensusSummary({ project, report }: { project: Project; report: QualityReport }) {
  const { t } = useTranslation('quality');
  const { items, rounds, converged, members, above95 } = report.consensus;
  const facts: [string, ReactNode][] = [
    [t('method'), `${report.method} ${report.methodVersion}`],
    [t('items'), formatNumber(items)],
    [
      t('sure'),
      items === 0 || above95 === undefined
        ? '–'
        : t('sureOf', { count: above95, formatted: formatNumber(above95), percent: formatPercent(above95 / items) }),
    ],
    ...(members.length > 0
      ? [
          [
            t('members'),
            members
              .map((one) => {
                if (one.rounds === 0) return t('memberClosed', { name: one.method });
                const how = { name: one.method, count: one.rounds };
                return one.converged ? t('memberRounds', how) : t('memberStopped', how);
              })
              .join(', '),
          ] as [string, ReactNode],
        ]
      : []),
    ...(rounds > 0 && members.length === 0
      ? [
          [t('rounds'), converged ? t('converged', { count: rounds }) : t('notConverged', { count: rounds })] as [
            string,
            ReactNode,
          ],
        ]
      : []),
    ...(report.asOf
      ? [
          [t('asOf'), t('annotation', { id: formatNumber(report.asOf.annotationId), seed: report.seed })] as [
            string,
            ReactNode,
          ],
        ]
      : []),
  ];
  return (
    <Section
      title={t('consensus')}
      sub={t('consensusText')}
      actions={
        <Button
          component={Link}
          to="/p/$key/exports"
          params={{ key: project.key } as never}
          size="xs"
          variant="default"
          leftSection={<Icon name="download" />}
        >
          {t('download')}
        </Button>
      }
      boxed
    >
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What came of drafts: what people say where they are shown, and what they say by themselves. */
function Drafts({ report }: { report: QualityReport }) {
  const { t } = useTranslation('quality');
  const drafts = report.drafts ?? [];
  if (drafts.length === 0) return null;
  return (
    <Section title={t('drafts')} sub={t('draftsText')}>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('draftSource')}</th>
              <th scope="col">{t('draftShown')}</th>
              <th scope="col">{t('draftWithheld')}</th>
              <th scope="col">{t('draftGap')}</th>
            </tr>
          </thead>
          <tbody>
            {drafts.map((one) => (
              <tr key={one.source}>
                <th scope="row">{one.source}</th>
                <td data-label={t('draftShown')}>
                  <EstimateCell estimate={one.shown} />
                </td>
                <td data-label={t('draftWithheld')}>
                  <EstimateCell estimate={one.withheld} />
                </td>
                <td data-label={t('draftGap')}>
                  <EstimateText estimate={one.gap} as="share" />
                  <div className={css.dim}>{t(`gap.${gapSays(one.gap)}`)}</div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** What the interval of a difference allows to say. */
const gapSays = ({ low, high }: Estimate): 'unknown' | 'moved' | 'against' | 'open' =>
  typeof low !== 'number' || typeof high !== 'number' ? 'unknown' : low > 0 ? 'moved' : high < 0 ? 'against' : 'open';

function Annotators({ question, report }: { question: Question; report: QualityReport }) {
  const { t } = useTranslation('quality');
  const say = useReportText((option) => labelLook(question, option).name);
  const [open, setOpen] = useState<number>();
  const sorted = [...report.annotators].filter(({ answers }) => answers > 0).sort((a, b) => b.answers - a.answers);
  if (sorted.length === 0) return null;
  const askedAgain = sorted.some(({ consistency }) => (consistency?.n ?? 0) > 0);
  return (
    <Section title={t('annotators')} sub={t('annotatorsText')}>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col" className={css.number}>
                {t('answers')}
              </th>
              <th scope="col">{t('gold')}</th>
              {askedAgain ? <th scope="col">{t('again')}</th> : null}
              <th scope="col">{t('withConsensus')}</th>
              <th scope="col" className={css.number}>
                {t('speed')}
              </th>
              <th scope="col">{t('flags')}</th>
              <th scope="col">
                <span className={css.hidden}>{t('more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => {
              const expanded = open === one.memberId;
              const openable = one.confusion !== undefined && one.confusion !== null;
              return [
                <tr key={one.memberId} data-open={expanded || undefined}>
                  <th scope="row">
                    {one.name}
                    <KindNote name={one.name} kind={one.kind} />
                  </th>
                  <td className={css.number} data-label={t('answers')}>
                    {formatNumber(one.answers)}
                  </td>
                  <td data-label={t('gold')}>
                    <EstimateCell estimate={one.goldAccuracy} />
                  </td>
                  {askedAgain ? (
                    <td data-label={t('again')}>
                      {one.consistency ? <EstimateCell estimate={one.consistency} /> : null}
                    </td>
                  ) : null}
                  <td data-label={t('withConsensus')}>
                    <EstimateCell estimate={one.agreementWithConsensus} />
                  </td>
                  <td className={css.number} data-label={t('speed')}>
                    {formatDuration(one.medianActiveMs)}
                  </td>
                  <td className={css.flags} data-label={t('flags')}>
                    {one.flags.length === 0 ? (
                      <span className={css.dim}>{t('noFlags')}</span>
                    ) : (
                      one.flags.map((flag) => (
                        <div key={flag.code} className={css.flag}>
                          <Icon name="flag" size={13} />
                          {say(flag.evidence)}
                        </div>
                      ))
                    )}
                  </td>
                  <td className={css.number}>
                    {openable ? (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-expanded={expanded}
                        onClick={() => setOpen(expanded ? undefined : one.memberId)}
                        rightSection={
                          <Icon name="chevronDown" size={13} style={expanded ? { transform: 'rotate(180deg)' } : {}} />
                        }
                      >
                        {t('confusion')}
                      </Button>
                    ) : null}
                  </td>
                </tr>,
                expanded && one.confusion ? (
                  <tr key={`${one.memberId} open`} className={css.opened}>
                    <td colSpan={askedAgain ? 8 : 7}>
                      <p className={css.dim}>{t('confusionText', { name: one.name })}</p>
                      <ConfusionMatrix
                        title={t('confusionOf', { name: one.name })}
                        labels={one.confusion.labels}
                        rows={one.confusion.rows}
                        counts={one.confusion.counts}
                        nameOf={(label) => labelLook(question, label).name}
                      />
                    </td>
                  </tr>
                ) : null,
              ];
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function EstimateCell({ estimate }: { estimate: Estimate }) {
  const say = useReportText();
  if (estimate.value === undefined || estimate.value === null)
    return <span className={css.dim}>{say(estimate.undefinedBecause ?? '–')}</span>;
  return (
    <>
      <div className={`${css.figure} ${css.cellBar}`}>
        <EstimateBar estimate={estimate} domain={[0, 1]} kind="point" />
      </div>
      <EstimateText estimate={estimate} as="share" />
    </>
  );
}

/** The most disputed items with their votes as split bars; each leads to the review. */
function Disputed({ project, question }: { project: Project; question: Question }) {
  const { t } = useTranslation('quality');
  const top = useQuery(topDisputesQuery(project.key, question.id, TOP_DISPUTES));
  const details = useQueries({ queries: (top.data?.items ?? []).map((item) => itemQueryOf(project.key, item.id)) });
  return (
    <Section
      title={t('disputed')}
      sub={
        top.data?.total === 0
          ? t('noDisputes')
          : t('disputedText', { count: top.data?.total ?? 0, formatted: formatNumber(top.data?.total ?? 0) })
      }
      actions={
        top.data && top.data.total > 0 ? (
          <Button
            component={Link}
            to="/p/$key/review"
            params={{ key: project.key } as never}
            search={{ question: question.id } as never}
            size="xs"
          >
            {t('review')}
          </Button>
        ) : null
      }
    >
      {top.error ? <ProblemAlert error={top.error} /> : null}
      {top.data && top.data.items.length > 0 ? (
        <ul className={css.disputes}>
          {top.data.items.map((item, index) => {
            const tally = voteTally(question, details[index]?.data?.annotations ?? []);
            return (
              <li key={item.id}>
                <Link
                  to="/p/$key/review"
                  params={{ key: project.key }}
                  search={{ question: question.id, item: item.id }}
                  className={css.dispute}
                >
                  <span className={css.disputeText} dir="auto">
                    {lineOf(project.schema, item.fields)}
                  </span>
                  <span className={css.disputeVotes}>
                    <SplitBar votes={tally} />
                    <span className={css.dim}>{tally.map((one) => `${one.name} ${one.count}`).join(' · ')}</span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      ) : null}
    </Section>
  );
}
