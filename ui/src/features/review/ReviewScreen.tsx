import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import {
  useInfiniteQuery,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  groupedVotes,
  handOf,
  type LocalAnswering,
  QuestionFrame,
  useAnswering,
  useAnswerKeys,
  useStepKeys,
  voteTally,
  Why,
} from '@/shared/answers';
import {
  type AnswerValue,
  type ItemDetail,
  type ItemRow,
  mayActAs,
  type Project,
  projectQuery,
  type Question,
} from '@/shared/api';
import { formatDuration, formatNumber, formatPercent } from '@/shared/i18n';
import { lineOf } from '@/shared/inputs';
import { type Command, useCommands } from '@/shared/keys';
import { AnswerMark, answerText, kindOf, labelLook, questionTitle } from '@/shared/kinds';
import { ItemView } from '@/shared/surfaces';
import { EmptyState, Icon, KeyBadge, Loading, Markdown, Page, ProblemAlert, useTitle } from '@/shared/ui';
import { useKindWord } from '@/shared/ui/KindNote';
import { undoNotice } from '@/shared/ui/undoNotice';
import { SplitBar } from '../charts';
import { itemQueryOf } from '../items/itemsApi';
import css from './review.module.css';
import { type Decision, decide, disputeCountQuery, disputesQuery, retract, settledQuery } from './reviewApi';
import { asDecided, missing } from './reviewModel';
import { mostAlike } from './similar';

export function ReviewScreen() {
  const { t } = useTranslation('review');
  const { key } = useParams({ from: '/app/p/$key' });
  const search = useSearch({ from: '/app/p/$key/review' });
  const navigate = useNavigate({ from: '/p/$key/review' });
  const project = useSuspenseQuery(projectQuery(key)).data;
  const questions = project.schema.questions;
  const counts = useQueries({
    queries: questions.map((one) => disputeCountQuery(key, one.id)),
    combine: (results) => ({
      known: results.every((one) => !one.isPending),
      of: new Map(questions.map((one, at) => [one.id, results[at]?.data ?? 0])),
    }),
  });
  // Who comes without a question in mind is shown one on which people disagree.
  const question =
    questions.find((one) => one.id === search.question) ??
    questions.find((one) => (counts.of.get(one.id) ?? 0) > 0) ??
    (counts.known ? questions[0] : undefined);
  const disputes = useInfiniteQuery({
    ...disputesQuery(key, question?.id ?? ''),
    enabled: question !== undefined,
  });
  // From here on that is the question in mind, whatever is decided on it.
  const settled = search.question === undefined && counts.known ? question?.id : undefined;
  useEffect(() => {
    if (settled !== undefined) void navigate({ search: (now) => ({ ...now, question: settled }), replace: true });
  }, [settled, navigate]);
  useTitle(t('title'), project.name);
  if (!question) return questions.length === 0 ? null : <Loading lines={8} />;
  const rows = disputes.data?.pages.flatMap((page) => page.items) ?? [];
  const total = disputes.data?.pages[0]?.total ?? 0;
  const chooser =
    questions.length > 1 ? (
      <Select
        aria-label={t('question')}
        value={question.id}
        onChange={(id) => id && void navigate({ search: { question: id }, replace: true })}
        data={questions.map((one) => ({
          value: one.id,
          label: counts.known
            ? `${questionTitle(one)} (${formatNumber(counts.of.get(one.id) ?? 0)})`
            : questionTitle(one),
        }))}
        allowDeselect={false}
        size="xs"
        className={css.question}
      />
    ) : null;
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
          <p>{counts.known && [...counts.of.values()].some((count) => count > 0) ? t('noneHere') : t('noneText')}</p>
        </EmptyState>
      </Page>
    );
  return (
    <Desk
      key={question.id}
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

/** One disputed item after another. What was decided here stays in its place, so J and K always mean the same. */
function Desk({
  project,
  question,
  rows,
  total,
  start,
  chooser,
  onNear,
}: {
  project: Project;
  question: Question;
  rows: readonly ItemRow[];
  total: number;
  start: number | undefined;
  chooser: React.ReactNode;
  onNear: () => void;
}) {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/p/$key/review' });
  const found = rows.findIndex((row) => row.id === start);
  const at = found >= 0 ? found : 0;
  const row = rows[at] as ItemRow;
  const item = useQuery(itemQueryOf(project.key, row.id));
  const [done, setDone] = useState<ReadonlyMap<number, AnswerValue>>(new Map());
  const go = useCallback(
    (to: number): void => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      if (next) void navigate({ search: { question: question.id, item: next.id }, replace: true });
    },
    [rows, navigate, question.id],
  );
  const following = rows[at + 1];
  useEffect(() => {
    if (following) void client.prefetchQuery(itemQueryOf(project.key, following.id));
    if (at >= rows.length - 10) onNear();
  }, [client, project.key, following, at, rows.length, onNear]);

  const settle = (detail: ItemDetail): void => {
    client.setQueryData(itemQueryOf(project.key, detail.id).queryKey, detail);
    for (const queryKey of [
      ['overview', project.key],
      ['projects'],
      ['disputes', project.key, question.id, 'top'],
      ['items', project.key, 'list'],
      ['items', project.key, 'settled'],
    ])
      void client.invalidateQueries({ queryKey });
  };
  const takeBack = useMutation({
    mutationFn: (id: number) => retract(project.key, id, question.id),
    onSuccess: (detail) => {
      settle(detail);
      setDone((now) => new Map([...now].filter(([id]) => id !== detail.id)));
      const back = rows.findIndex((one) => one.id === detail.id);
      if (back >= 0) go(back);
    },
  });
  const [last, setLast] = useState<number>();
  const save = useMutation({
    mutationFn: (decision: Decision) => decide(project.key, decision),
    onSuccess: (detail, decision) => {
      settle(detail);
      if (decision.rule) void client.invalidateQueries({ queryKey: projectQuery(project.key).queryKey });
      setDone((now) => new Map(now).set(detail.id, decision.value));
      setLast(detail.id);
      void undoNotice(t('decided', { key: detail.key, value: answerText(question, decision.value) }), t('undo'), () =>
        takeBack.mutate(detail.id),
      );
      const open = rows.findIndex((one, index) => index > at && one.id !== detail.id && !done.has(one.id));
      if (open >= 0) go(open);
    },
  });
  useCommands([
    { id: 'review.next', title: t('next'), section: t('title'), keys: ['j'], run: () => go(at + 1) },
    { id: 'review.before', title: t('before'), section: t('title'), keys: ['k'], run: () => go(at - 1) },
    {
      id: 'review.undo',
      title: t('undoLast'),
      section: t('title'),
      keys: ['z', 'Mod+z'],
      run: () => last !== undefined && takeBack.mutate(last),
    },
  ]);
  const left = Math.max(0, total - done.size);
  return (
    <div className={css.screen}>
      <div className={css.top}>
        <h1 className={css.title}>{t('left', { count: left, formatted: formatNumber(left) })}</h1>
        <span className={css.dim} role="status">
          {t('position', { at: formatNumber(at + 1), of: formatNumber(Math.max(total, rows.length)) })}
        </span>
        {chooser}
        <span className={css.steps}>
          <Button
            variant="default"
            size="xs"
            disabled={at === 0}
            onClick={() => go(at - 1)}
            rightSection={<KeyBadge binding="k" decorative />}
          >
            {t('before')}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={at >= rows.length - 1}
            onClick={() => go(at + 1)}
            rightSection={<KeyBadge binding="j" decorative />}
          >
            {t('next')}
          </Button>
        </span>
      </div>
      {item.error ? <ProblemAlert error={item.error} onRetry={() => void item.refetch()} /> : null}
      {item.isPending ? <Loading lines={8} /> : null}
      {item.data ? (
        <Bench
          key={item.data.id}
          project={project}
          question={question}
          item={item.data}
          decided={done.get(item.data.id)}
          busy={save.isPending}
          error={(save.variables?.item === item.data.id ? save.error : null) ?? takeBack.error}
          onDecide={(decision) => save.mutate(decision)}
          onUndo={() => takeBack.mutate(item.data.id)}
        />
      ) : null}
    </div>
  );
}

/** One disputed item: its text on which is marked, the votes to take over, the decision. */
function Bench({
  project,
  question,
  item,
  decided,
  ...rest
}: {
  project: Project;
  question: Question;
  item: ItemDetail;
  decided: AnswerValue | undefined;
  busy: boolean;
  error: unknown;
  onDecide: (decision: Decision) => void;
  onUndo: () => void;
}) {
  const { t } = useTranslation('review');
  const schema = useMemo(() => asDecided(project.schema, question), [project.schema, question]);
  const reason = useRef<HTMLInputElement>(null);
  const answering = useAnswering({
    schema,
    fields: item.fields,
    // The reason stands at the foot of the window, whatever is chosen: nothing has to move to reach it.
    onEdit: (_question, _operation, advance) => {
      if (advance) reason.current?.focus({ preventScroll: true });
    },
    submit: () => reason.current?.focus(),
  });
  const [peeked, setPeeked] = useState<AnswerValue>();
  useStepKeys(decided === undefined ? answering : null);
  useAnswerKeys(decided === undefined ? answering : null, (press) => t('choose', { option: press.title }));
  return (
    <div className={css.cols}>
      <Case project={project} question={question} item={item} answering={answering} shown={decided ?? peeked} />
      <div className={css.right}>
        <Votes question={question} item={item} onPeek={setPeeked} {...(decided === undefined ? { answering } : {})} />
        <DecideForm
          project={project}
          question={question}
          item={item}
          decided={decided}
          answering={answering}
          reasonBox={reason}
          {...rest}
        />
      </div>
      <GuidelinePeek project={project} />
    </div>
  );
}

function Case({
  project,
  question,
  item,
  answering,
  shown,
}: {
  project: Project;
  question: Question;
  item: ItemDetail;
  answering: LocalAnswering;
  /** An answer to look at, instead of the one being given. */
  shown: AnswerValue | undefined;
}) {
  const { t } = useTranslation('review');
  const others = project.schema.questions.filter((one) => one.id !== question.id && item.consensus[one.id]);
  return (
    <div className={css.case}>
      <div className={css.text}>
        <ItemView
          schema={answering.schema}
          fields={item.fields}
          answers={shown === undefined ? answering.document.draft.answers : { [question.id]: shown }}
          named
          hand={shown === undefined ? handOf(answering) : undefined}
        />
      </div>
      <div className={css.meta}>
        <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(item.id) }} className={css.key}>
          {item.key}
        </Link>
        {Object.entries(item.metadata).map(([name, value]) => (
          <span key={name}>
            {name}: {value}
          </span>
        ))}
      </div>
      {others.length > 0 ? (
        <dl className={css.others}>
          {others.map((other) => (
            <div key={other.id}>
              <dt>{questionTitle(other)}</dt>
              <dd>
                <AnswerMark question={other} value={item.consensus[other.id]?.value} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {item.adjudications.length > 0 ? (
        <p className={css.dim}>
          {t('earlier', { count: item.adjudications.length })}{' '}
          <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(item.id) }}>
            {t('wholeLife')}
          </Link>
        </p>
      ) : null}
      <Precedents project={project} question={question} item={item} />
    </div>
  );
}

/** Items decided before that read like this one, with what was decided and why: like cases should end alike. */
function Precedents({ project, question, item }: { project: Project; question: Question; item: ItemDetail }) {
  const { t } = useTranslation('review');
  const settled = useQuery(settledQuery(project.key)).data;
  const { schema } = project;
  const alike = useMemo(() => {
    const decided = (settled ?? []).filter(
      (row) => row.id !== item.id && row.consensus[question.id]?.source === 'adjudication',
    );
    return mostAlike(
      lineOf(schema, item.fields),
      decided.map((row) => ({ text: lineOf(schema, row.fields), case: row })),
    );
  }, [settled, schema, item, question.id]);
  const details = useQueries({ queries: alike.map((one) => itemQueryOf(project.key, one.case.id)) });
  if (alike.length === 0) return null;
  return (
    <section className={css.precedents} aria-label={t('precedents')}>
      <h2 className={css.caption}>{t('precedents')}</h2>
      <ul>
        {alike.map(({ case: row }, index) => {
          const made = details[index]?.data?.adjudications.find(
            (one) => one.question === question.id && !one.retractedAt,
          );
          return (
            <li key={row.id}>
              <Link to="/p/$key/items/$id" params={{ key: project.key, id: String(row.id) }} className={css.precedent}>
                {lineOf(schema, row.fields)}
              </Link>
              <div className={css.dim}>
                <AnswerMark question={question} value={row.consensus[question.id]?.value} />
                {made?.reason ? <> {made.reason}</> : null}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Votes({
  question,
  item,
  answering,
  onPeek,
}: {
  question: Question;
  item: ItemDetail;
  /** Shows an answer where it was given, as long as the pointer is on it. */
  onPeek: (value: AnswerValue | undefined) => void;
  /** Takes an answer over, where there is a decision to be made. */
  answering?: LocalAnswering;
}) {
  const { t } = useTranslation('review');
  const kindWord = useKindWord();
  const groups = groupedVotes(question, item.annotations);
  const believed = item.consensus[question.id];
  const posterior = Object.entries(item.posterior[question.id] ?? {})
    .filter(([option]) => option !== String(believed?.value))
    .sort(([, a], [, b]) => b - a);
  return (
    <section aria-label={t('votes')}>
      {/* Of texts no two are alike: a bar would count people. */}
      {kindOf(question).wide && kindOf(question).options(question).length === 0 ? null : (
        <SplitBar votes={voteTally(question, item.annotations)} label={t('votes')} />
      )}
      <div className={css.votes}>
        {groups.map((group) => (
          <div
            key={group.key}
            className={css.group}
            {...(kindOf(question).marks
              ? { onPointerEnter: () => onPeek(group.value), onPointerLeave: () => onPeek(undefined) }
              : {})}
          >
            <div className={css.groupHead}>
              <AnswerMark question={question} value={group.value} />
              <span className={css.dim}>{t('votesCount', { count: group.votes.length })}</span>
            </div>
            {answering && kindOf(question).laborious ? (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  answering.adopt(question.id, group.value);
                  onPeek(undefined);
                }}
                aria-label={t('adoptThis', { answer: answerText(question, group.value) })}
              >
                {t('adopt')}
              </Button>
            ) : null}
            <ul>
              {group.votes.map((vote) => (
                <li key={vote.annotationId}>
                  <span>{vote.annotator.name}</span>{' '}
                  <span className={`${css.dim} ${css.how}`}>
                    {[
                      kindWord(vote.annotator)?.toLowerCase(),
                      formatDuration(vote.activeMs),
                      vote.revision > 1 ? t('revised') : undefined,
                    ]
                      .filter((part) => part !== undefined)
                      .join(', ')}
                  </span>
                  {vote.ambiguous ? (
                    <div className={css.remark}>
                      <Icon name="ambiguous" size={13} /> {t('ambiguous')}
                    </div>
                  ) : null}
                  {vote.comment ? (
                    <div className={css.remark}>
                      <Icon name="comment" size={13} /> {vote.comment}
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {believed ? (
        <p className={css.believed}>
          {believed.source === 'consensus' ? t('consensus') : t(`source.${believed.source}`)}{' '}
          <strong>{answerText(question, believed.value)}</strong>
          {believed.source === 'consensus' && believed.probability !== undefined
            ? ` ${formatPercent(believed.probability)}`
            : ''}
          {believed.source === 'consensus' && posterior.length > 0 ? (
            <span className={css.dim}>
              {' '}
              (
              {posterior
                .slice(0, 2)
                .map(([option, probability]) => `${labelLook(question, option).name} ${formatPercent(probability)}`)
                .join(', ')}
              )
            </span>
          ) : null}
        </p>
      ) : null}
      <Why question={question} item={item} />
    </section>
  );
}

function DecideForm({
  project,
  question,
  item,
  decided,
  answering,
  reasonBox,
  busy,
  error,
  onDecide,
  onUndo,
}: {
  project: Project;
  question: Question;
  item: ItemDetail;
  decided: AnswerValue | undefined;
  answering: LocalAnswering;
  reasonBox: React.RefObject<HTMLInputElement | null>;
  busy: boolean;
  error: unknown;
  onDecide: (decision: Decision) => void;
  onUndo: () => void;
}) {
  const { t } = useTranslation('review');
  const value = answering.document.draft.answers[question.id];
  const [reason, setReason] = useState('');
  const [asRule, setAsRule] = useState(false);
  const [rule, setRule] = useState('');
  const [tried, setTried] = useState(false);
  const lacks = missing(question, value, reason);
  const submit = (): void => {
    setTried(true);
    if (busy) return;
    if (lacks === 'value') answering.complete();
    if (lacks === 'reason') reasonBox.current?.focus();
    if (lacks !== undefined || value === undefined) return;
    onDecide({
      item: item.id,
      question: question.id,
      value,
      reason: reason.trim(),
      ...(asRule ? { rule: (rule.trim() === '' ? reason : rule).trim() } : {}),
    });
  };
  const commands: Command[] = [
    {
      id: 'review.reason',
      title: t('toReason'),
      section: t('decide'),
      keys: ['r'],
      palette: false,
      run: () => reasonBox.current?.focus(),
    },
    {
      id: 'review.submit',
      title: t('decideNow'),
      section: t('decide'),
      keys: ['Mod+Enter'],
      palette: false,
      run: submit,
    },
  ];
  useCommands(decided === undefined ? commands : []);
  if (decided !== undefined)
    return (
      <div className={css.decided} role="status">
        <Icon name="gavel" style={{ color: 'var(--accent)' }} />
        <span>
          {t('youDecided')} <strong>{answerText(question, decided)}</strong>
        </span>
        <Button size="xs" variant="default" onClick={onUndo} rightSection={<KeyBadge binding="z" decorative />}>
          {t('undo')}
        </Button>
      </div>
    );
  return (
    <form
      className={css.decide}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <QuestionFrame answering={answering} question={answering.schema.questions[0] ?? question} />
      <div className={css.conclude}>
        {tried && lacks === 'value' ? <p className={css.lacks}>{t('needsValue')}</p> : null}
        <TextInput
          ref={reasonBox}
          label={
            <>
              {t('reason')} <span className={css.needed}>{t('needed')}</span>
            </>
          }
          aria-required
          placeholder={t('reasonPlaceholder')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          error={tried && lacks === 'reason' ? t('needsReason') : undefined}
          maxLength={2000}
          autoComplete="off"
        />
        {mayActAs(project.role, 'manager') ? (
          <>
            <Checkbox
              label={t('asRule')}
              checked={asRule}
              onChange={(event) => {
                setAsRule(event.currentTarget.checked);
                if (rule === '') setRule(reason);
              }}
            />
            {asRule ? (
              <TextInput
                label={t('rule')}
                description={t('ruleText')}
                value={rule}
                onChange={(event) => setRule(event.currentTarget.value)}
                maxLength={2000}
                autoComplete="off"
              />
            ) : null}
          </>
        ) : null}
        {error ? <ProblemAlert error={error} kept={t('kept')} /> : null}
        <div className={css.submit}>
          <Button type="submit" loading={busy} rightSection={<KeyBadge binding="Enter" decorative />}>
            {t('decideNow')}
          </Button>
          <span className={css.dim}>{t('outranks')}</span>
        </div>
      </div>
    </form>
  );
}

function GuidelinePeek({ project }: { project: Project }) {
  const { t } = useTranslation('review');
  const [open, setOpen] = useState(() => window.matchMedia('(min-width: 1100px)').matches);
  useCommands([
    {
      id: 'review.guideline',
      title: t('guideline', { version: project.guideline.version }),
      section: t('title'),
      keys: ['g'],
      run: () => setOpen((now) => !now),
    },
  ]);
  return (
    <details className={css.guideline} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('guideline', { version: project.guideline.version })} <KeyBadge binding="g" decorative />
      </summary>
      <Markdown source={project.guideline.markdown} />
    </details>
  );
}
