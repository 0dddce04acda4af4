import { ActionIcon, Alert, Button, Textarea, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  answersToSend,
  askedQuestions,
  handOf,
  isTakenOut,
  type LocalAnswering,
  QuestionFrame,
  useAnswering,
  useAnswerKeys,
  useStepKeys,
  Why,
} from '@/shared/answers';
import {
  type Annotation,
  type Answers,
  type ItemDetail,
  mayActAs,
  type Project,
  projectQuery,
  type Question,
} from '@/shared/api';
import { formatDateTime, formatDuration, formatPercent, formatRelative } from '@/shared/i18n';
import { useCommands } from '@/shared/keys';
import { AnswerMark, answerTo, kindOf, labelLook, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { Icon, Loading, Page, ProblemAlert, StatusDot, useTitle } from '@/shared/ui';
import { KindNote } from '@/shared/ui/KindNote';
import { Section } from '@/shared/ui/Section';
import { undoNotice } from '@/shared/ui/undoNotice';
import { EstimateRows } from '../charts';
import { ItemThreads } from '../talk/ItemThreads';
import { change, useRefresh, useUndoChange, whenOver } from './changesApi';
import { ItemPractice } from './ItemPractice';
import css from './items.module.css';
import { exclude, include, itemQueryOf, itemsQuery, leaseItem, markGold, unmarkGold } from './itemsApi';
import { MetadataSection } from './MetadataSection';

/** One item's whole life: what it says, who answered what and when, what was decided, what is believed now. */
export function ItemScreen() {
  const { t } = useTranslation('items');
  const { key, id } = useParams({ from: '/app/p/$key/items/$id' });
  const search = useSearch({ from: '/app/p/$key/items/$id' });
  const navigate = useNavigate();
  const project = useSuspenseQuery(projectQuery(key)).data;
  const item = useQuery(itemQueryOf(key, Number(id)));
  // The table's pages are in the cache when one comes from there: they say what is next and before.
  const list = useInfiniteQuery(itemsQuery(key, search));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const at = rows.findIndex((row) => row.id === Number(id));
  const before = at > 0 ? rows[at - 1] : undefined;
  const after = at >= 0 ? rows[at + 1] : undefined;
  const go = (to: number): void =>
    void navigate({ to: '/p/$key/items/$id', params: { key, id: String(to) }, search, replace: true });
  useTitle(item.data?.key, project.name);
  useCommands([
    { id: 'item.next', title: t('next'), section: t('one'), keys: ['j'], run: () => after && go(after.id) },
    { id: 'item.before', title: t('before'), section: t('one'), keys: ['k'], run: () => before && go(before.id) },
    {
      id: 'item.back',
      title: t('back'),
      section: t('one'),
      keys: ['Escape'],
      run: () => void navigate({ to: '/p/$key/items', params: { key }, search }),
    },
  ]);
  return (
    <Page
      title={item.data ? t('itemKey', { key: item.data.key }) : t('one')}
      lead={
        <span className={css.crumbs}>
          <Link to="/p/$key/items" params={{ key }} search={search}>
            {t('back')}
          </Link>
          {item.data ? <StatusDot status={item.data.status} /> : null}
          {item.data?.gold ? (
            <span>
              <Icon name="star" size={13} className={css.star} />
              {t('isGold')}
            </span>
          ) : null}
        </span>
      }
      actions={
        <>
          <Tooltip label={`${t('before')} (K)`}>
            <ActionIcon
              size="lg"
              variant="default"
              aria-label={t('before')}
              disabled={!before}
              onClick={() => before && go(before.id)}
            >
              <Icon name="arrowLeft" />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={`${t('next')} (J)`}>
            <ActionIcon
              size="lg"
              variant="default"
              aria-label={t('next')}
              disabled={!after}
              onClick={() => after && go(after.id)}
            >
              <Icon name="arrowRight" />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      {item.error ? <ProblemAlert error={item.error} onRetry={() => void item.refetch()} /> : null}
      {item.isPending ? <Loading /> : null}
      {item.data ? <Life key={item.data.id} project={project} item={item.data} /> : null}
    </Page>
  );
}

function Life({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const { schema } = project;
  const [editing, setEditing] = useState(false);
  const start = useMemo(() => item.goldAnswers ?? believedAnswers(item, schema.questions), [item, schema]);
  const answering = useAnswering({ schema, fields: item.fields, start, item: `${item.id} ${editing}` });
  useStepKeys(editing ? answering : null);
  useAnswerKeys(editing ? answering : null);
  const believed = useMemo(
    () => Object.fromEntries(Object.entries(item.consensus).map(([question, { value }]) => [question, value])),
    [item],
  );
  const marked = editing ? answering.document.draft.answers : (item.goldAnswers ?? believed);
  const hand = editing ? handOf(answering) : undefined;
  const inBin = item.status === 'in_bin';
  return (
    <div className={css.cols}>
      <div>
        {inBin ? <InBin project={project} item={item} /> : null}
        <Section title={t('content')} boxed>
          <div className={css.content}>
            <ItemView schema={project.schema} fields={item.fields} answers={marked} named hand={hand} />
          </div>
        </Section>
        {!item.gold && (item.status === 'unlabeled' || item.status === 'in_progress') ? (
          <LabelIt project={project} item={item} />
        ) : null}
        <MetadataSection project={project} item={item} />
        {inBin ? null : (
          <>
            <Gold project={project} item={item} answering={answering} editing={editing} onEditing={setEditing} />
            <Exclusion project={project} item={item} />
          </>
        )}
      </div>
      <div>
        <Section
          title={t('votes')}
          sub={item.annotations.length === 0 ? t('noVotes') : undefined}
          boxed={item.annotations.length > 0}
        >
          {item.annotations.length > 0 ? (
            <VotesTable questions={project.schema.questions} annotations={item.annotations} />
          ) : null}
        </Section>
        <ItemThreads project={project} item={item} />
        {Object.keys(item.consensus).length > 0 ? (
          <Section title={t('beliefs')} boxed>
            {project.schema.questions.map((question) => (
              <Belief key={question.id} question={question} item={item} />
            ))}
          </Section>
        ) : null}
        {item.adjudications.length > 0 ? (
          <Section title={t('decisions')} boxed>
            {item.adjudications.map((decision) => {
              const question = project.schema.questions.find((one) => one.id === decision.question);
              return (
                <div key={decision.id} className={css.decision}>
                  <div className={decision.retractedAt ? css.retracted : undefined}>
                    <strong>{question ? questionTitle(question) : decision.question}:</strong>{' '}
                    <AnswerMark question={question} value={decision.value} />
                  </div>
                  <p>{decision.reason}</p>
                  <p className={css.dim}>
                    {t('decidedBy', {
                      name: decision.by,
                      when: formatRelative(decision.at),
                      version: decision.guidelineVersion,
                    })}
                    {decision.retractedAt ? ` ${t('retracted', { when: formatRelative(decision.retractedAt) })}` : ''}
                  </p>
                </div>
              );
            })}
          </Section>
        ) : null}
      </div>
    </div>
  );
}

/** All answers side by side: one row per annotator, their earlier revisions below on request. */
export function VotesTable({
  questions,
  annotations,
}: {
  questions: readonly Question[];
  annotations: readonly Annotation[];
}) {
  const { t } = useTranslation('items');
  const [history, setHistory] = useState(false);
  const small = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const stacked = small || questions.some((question) => kindOf(question).wide);
  const current = annotations.filter((one) => one.current);
  const old = annotations.length - current.length;
  const row = (one: Annotation, isOld: boolean) => (
    <tr key={`${one.annotationId}`} className={isOld || isTakenOut(one) ? css.old : undefined}>
      <td>
        {isOld ? t('revision', { n: one.revision }) : one.annotator.name}
        {isOld ? null : <KindNote name={one.annotator.name} kind={one.annotator.kind} />}
        {one.kind === 'production' || one.kind === 'gold' || isOld ? null : (
          <div className={css.dim}>{t(`stage.${one.kind}`)}</div>
        )}
      </td>
      {questions.map((question) => (
        <td key={question.id} data-label={questionTitle(question)}>
          {one.outcome === 'skipped' ? (
            <span className={css.dim}>{t('skipped')}</span>
          ) : (
            <AnswerMark question={question} value={one.answers[question.id]} />
          )}
        </td>
      ))}
      <td data-label={t('time')}>
        {formatDuration(one.activeMs)}
        <div className={css.dim} title={formatDateTime(one.savedAt)}>
          {formatRelative(one.savedAt)}
        </div>
        {one.imported ? <div className={css.dim}>{t('imported')}</div> : null}
        {one.handled?.map((what) => (
          <div key={`${what.kind} ${what.at}`} className={css.remark}>
            <Icon name={what.kind === 'taken_out' ? 'aside' : 'undo'} size={13} />
            <span>
              {t(`handled.${what.kind}`, { by: what.by, when: formatRelative(what.at), reason: what.reason })}
              {what.endedAt === undefined
                ? ''
                : ` ${t(what.endedBy === undefined ? 'handled.answered' : `handled.${what.kind}_ended`, {
                    by: what.endedBy ?? '',
                    when: formatRelative(what.endedAt),
                  })}`}
            </span>
          </div>
        ))}
        {one.skipReason ? <div className={css.remark}>{one.skipReason}</div> : null}
        {one.ambiguous ? (
          <div className={css.remark}>
            <Icon name="ambiguous" size={13} />
            {t('ambiguous')}
          </div>
        ) : null}
        {one.comment ? (
          <div className={css.remark}>
            <Icon name="comment" size={13} />
            {one.comment}
          </div>
        ) : null}
      </td>
    </tr>
  );
  return (
    <>
      <div className={css.votes} data-stacked={stacked || undefined}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('annotator')}</th>
              {questions.map((question) => (
                <th key={question.id} scope="col">
                  {questionTitle(question)}
                </th>
              ))}
              <th scope="col">{t('time')}</th>
            </tr>
          </thead>
          <tbody>
            {current.flatMap((one) => [
              row(one, false),
              ...(history
                ? annotations
                    .filter((other) => !other.current && other.assignmentId === one.assignmentId)
                    .map((other) => row(other, true))
                : []),
            ])}
          </tbody>
        </table>
      </div>
      {old > 0 ? (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={history}
          onClick={() => setHistory(!history)}
          leftSection={<Icon name="history" />}
        >
          {history ? t('hideRevisions') : t('showRevisions', { count: old })}
        </Button>
      ) : null}
    </>
  );
}

/** What is believed about one question now, and how strongly. */
function Belief({ question, item }: { question: Question; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const posterior = Object.entries(item.posterior[question.id] ?? {});
  const believed = item.consensus[question.id];
  if (!believed && posterior.length === 0) return null;
  const options = kindOf(question).options(question);
  const order = options.map((option) => option.id);
  const rows = posterior
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([option, probability]) => {
      const look = labelLook(question, option);
      return {
        id: option,
        name: look.name,
        color: options.length > 0 ? look.color : undefined,
        estimate: { value: probability, n: item.answers },
      };
    });
  const words = believed ? (
    <>
      <AnswerMark question={question} value={believed.value} />{' '}
      {believed.source === 'consensus'
        ? believed.probability === undefined
          ? t('byConsensus')
          : t('byConsensusAt', { percent: formatPercent(believed.probability) })
        : t(`by.${believed.source}`)}
    </>
  ) : undefined;
  return (
    <div className={css.belief}>
      {rows.length > 0 ? (
        <EstimateRows title={questionTitle(question)} sub={words} rows={rows} domain={[0, 1]} showN={false} />
      ) : (
        <>
          <div className={css.beliefTitle}>{questionTitle(question)}</div>
          <div className={css.dim}>{words}</div>
        </>
      )}
      <Why question={question} item={item} />
    </div>
  );
}

function Gold({
  project,
  item,
  answering,
  editing,
  onEditing,
}: {
  project: Project;
  item: ItemDetail;
  answering: LocalAnswering;
  editing: boolean;
  onEditing: (editing: boolean) => void;
}) {
  const { t } = useTranslation('items');
  const client = useQueryClient();
  const { schema } = project;
  const refresh = () => client.invalidateQueries({ queryKey: ['items', project.key] });
  const mark = useMutation({
    mutationFn: (gold: Answers) => markGold(project.key, item.id, gold),
    onSuccess: () => onEditing(false),
    onSettled: refresh,
  });
  const unmark = useMutation({
    mutationFn: () => unmarkGold(project.key, item.id),
    onSuccess: () => {
      const gold = item.goldAnswers;
      void undoNotice(t('goldRemoved', { key: item.key }), t('undo'), () => gold && mark.mutate(gold));
    },
    onSettled: refresh,
  });
  if (!mayActAs(project.role, 'manager') && !item.gold) return null;
  const { answers } = answering.document.draft;
  return (
    <Section title={t('goldTitle')} sub={item.practice ? undefined : item.gold ? t('goldText') : t('goldNone')}>
      {item.gold && item.goldAnswers && !editing ? (
        <dl className={css.facts}>
          {project.schema.questions
            .filter((question) => item.goldAnswers?.[question.id] !== undefined)
            .map((question) => (
              <div key={question.id} style={{ display: 'contents' }}>
                <dt>{questionTitle(question)}</dt>
                <dd>
                  <AnswerMark question={question} value={item.goldAnswers?.[question.id]} />
                </dd>
              </div>
            ))}
        </dl>
      ) : null}
      {editing ? (
        <form
          className={css.goldForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (answering.complete()) mark.mutate(answersToSend(schema, answers));
          }}
        >
          {askedQuestions(schema, answers).map((question) => (
            <QuestionFrame key={question.id} answering={answering} question={question} />
          ))}
          <Button.Group>
            <Button type="submit" loading={mark.isPending}>
              {t('goldSave')}
            </Button>
            <Button variant="default" onClick={() => onEditing(false)}>
              {t('cancel')}
            </Button>
          </Button.Group>
        </form>
      ) : mayActAs(project.role, 'manager') ? (
        <div style={{ display: 'flex', gap: 8, marginTop: 12 }}>
          <Button variant="default" leftSection={<Icon name="star" />} onClick={() => onEditing(true)}>
            {item.gold ? t('goldChange') : t('goldMark')}
          </Button>
          {item.gold ? (
            <Button variant="subtle" loading={unmark.isPending} onClick={() => unmark.mutate()}>
              {t('goldUnmark')}
            </Button>
          ) : null}
        </div>
      ) : null}
      {item.gold && !editing ? <ItemPractice project={project} item={item} /> : null}
      {mark.error ? <ProblemAlert error={mark.error} /> : null}
      {unmark.error ? <ProblemAlert error={unmark.error} /> : null}
    </Section>
  );
}

/** Puts the item into the bin and takes it out, as a change to this one item: among the project's changes, with the same way back. */
function useBin(project: Project, item: ItemDetail) {
  const { t } = useTranslation('items');
  const refresh = useRefresh(project.key);
  const back = useUndoChange(project.key);
  const make = useMutation({
    mutationFn: async (kind: 'bin' | 'restore') =>
      whenOver(project.key, await change(project.key, { kind: 'some', ids: new Set([item.id]) }, {}, { kind })),
    onSuccess: (made) => {
      if (made.change.kind === 'bin' && made.changed > 0)
        void undoNotice(t('bin.done', { key: item.key }), t('undo'), () => back.mutate(made.id));
    },
    onSettled: refresh,
  });
  return { make, error: make.error ?? back.error, busy: make.isPending || back.isPending };
}

/** Opens this very item for labeling; the server says where that may not be. */
function LabelIt({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const navigate = useNavigate();
  const lease = useMutation({
    mutationFn: () => leaseItem(project.key, item.id),
    onSuccess: ({ assignment }) => {
      if (assignment)
        void navigate({
          to: '/p/$key/label',
          params: { key: project.key } as never,
          search: { item: item.id } as never,
        });
    },
  });
  return (
    <div className={css.labelIt}>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon name="play" size={14} />}
        loading={lease.isPending}
        onClick={() => lease.mutate()}
      >
        {t('labelIt')}
      </Button>
      {item.annotations.length > 0 ? <span className={css.dim}>{t('labelItHelp')}</span> : null}
      {lease.error ? <ProblemAlert error={lease.error} /> : null}
      {lease.data && !lease.data.assignment ? <p role="status">{t('labelPaused')}</p> : null}
    </div>
  );
}

function InBin({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const { make, error, busy } = useBin(project, item);
  return (
    <Alert variant="light" color="gray" icon={<Icon name="trash" />} title={t('bin.title')} mb="md" role="status">
      {item.bin ? <p>{t('bin.text', { name: item.bin.by, when: formatRelative(item.bin.at) })}</p> : null}
      {mayActAs(project.role, 'manager') ? (
        <Button
          mt="xs"
          size="xs"
          leftSection={<Icon name="undo" size={14} />}
          loading={busy}
          onClick={() => make.mutate('restore')}
        >
          {t('bin.out')}
        </Button>
      ) : null}
      {error ? <ProblemAlert error={error} /> : null}
    </Alert>
  );
}

/** Setting the item aside, with a reason, and taking it in again. */
function Exclusion({ project, item }: { project: Project; item: ItemDetail }) {
  const { t } = useTranslation('items');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const refresh = () => client.invalidateQueries({ queryKey: ['items', project.key] });
  const back = useMutation({ mutationFn: () => include(project.key, item.id), onSettled: refresh });
  const out = useMutation({
    mutationFn: (why: string) => exclude(project.key, item.id, why),
    onSuccess: () => {
      setAsking(false);
      setReason('');
      void undoNotice(t('excluded', { key: item.key }), t('undo'), () => back.mutate());
    },
    onSettled: refresh,
  });
  const bin = useBin(project, item);
  const excluded = item.status === 'excluded';
  const may = mayActAs(project.role, 'manager');
  if (!may && !excluded) return null;
  return (
    <Section
      title={t('exclusionTitle')}
      sub={excluded ? undefined : `${t('exclusionText')} ${may ? t('bin.inText') : ''}`}
    >
      {excluded ? (
        <Alert variant="light" color="gray" icon={<Icon name="aside" />} title={t('excludedTitle')} mb="sm">
          {item.excludedReason}
        </Alert>
      ) : null}
      {asking ? (
        <form
          className={css.goldForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) out.mutate(reason.trim());
          }}
        >
          <Textarea
            label={t('exclusionReason')}
            description={t('exclusionReasonHelp')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            autosize
            minRows={2}
            required
            data-autofocus
            autoFocus
          />
          <Button.Group>
            <Button type="submit" loading={out.isPending} disabled={!reason.trim()}>
              {t('exclude')}
            </Button>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
          </Button.Group>
        </form>
      ) : may ? (
        <div className={css.waysOut}>
          <Button
            variant="default"
            leftSection={<Icon name={excluded ? 'undo' : 'aside'} />}
            loading={back.isPending}
            onClick={() => (excluded ? back.mutate() : setAsking(true))}
          >
            {excluded ? t('include') : t('excludeThis')}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="trash" />}
            loading={bin.busy}
            onClick={() => bin.make.mutate('bin')}
          >
            {t('bin.in')}
          </Button>
        </div>
      ) : null}
      {bin.error ? <ProblemAlert error={bin.error} /> : null}
      {out.error ? <ProblemAlert error={out.error} /> : null}
      {back.error ? <ProblemAlert error={back.error} /> : null}
    </Section>
  );
}

/** What is believed, as a start for what is known: means go to the nearest value that can be answered. */
const believedAnswers = (item: ItemDetail, questions: readonly Question[]): Answers =>
  Object.fromEntries(
    questions.flatMap((question) => {
      const answer = answerTo(question, item.consensus[question.id]?.value);
      return answer === undefined ? [] : [[question.id, kindOf(question).nearest(question, answer)]];
    }),
  );
