import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Answers,
  hasCode,
  type ItemDetail,
  type ItemRow,
  type Project,
  projectQuery,
  type Question,
} from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import { useCommands } from '@/shared/keys';
import { answerText } from '@/shared/kinds';
import { EmptyState, Icon, KeyBadge, Loading, ProblemAlert } from '@/shared/ui';
import { undoNotice } from '@/shared/ui/undoNotice';
import { exclude, include, itemQueryOf } from '../items/itemsApi';
import { Bench, type Made } from './Bench';
import { Doubts } from './Doubts';
import css from './review.module.css';
import {
  claim,
  claimQuery,
  claimsQuery,
  type Decision,
  decide,
  lookAgain,
  lookedAt,
  release,
  retract,
} from './reviewApi';
import { decidedQuestions, disputedQuestions, doubtsOf, nextOpen, undecidedQuestions } from './reviewModel';

/** What is gone through: items on which people disagree, or those that somebody skipped or found ambiguous. */
export type Queue = 'disputes' | 'doubts';

/** One decision that was made here; an item may have been decided in several. */
interface Part extends Made {
  readonly id: number;
}

/** Something else that was done here about an item. */
interface Other {
  readonly id: number;
  readonly other: 'looked' | 'excluded';
}
const isPart = (one: Part | Other): one is Part => 'decisions' in one;

/** All that was decided here on one item. */
const whole = (parts: readonly Part[]): Made | undefined =>
  parts.length === 0
    ? undefined
    : {
        answers: Object.assign({}, ...parts.map((one) => one.answers)) as Answers,
        questions: [...new Set(parts.flatMap((one) => one.questions))],
        decisions: parts.flatMap((one) => one.decisions),
      };

/** One item after another. What was decided here stays in its place, so J and K always mean the same. */
export function Desk({
  queue,
  project,
  question,
  rows,
  total,
  start,
  chooser,
  onNear,
}: {
  queue: Queue;
  project: Project;
  /** The one in mind; undefined for all of them. */
  question: Question | undefined;
  rows: readonly ItemRow[];
  total: number;
  start: number | undefined;
  chooser: React.ReactNode;
  onNear: () => void;
}) {
  const { t } = useTranslation('review');
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/p/$key/review' });
  const others = useQuery(claimsQuery(project.key)).data;
  const claimed = new Set(others?.map((one) => one.item));
  // Who comes without an item in mind begins with the first that nobody else is at, and stays there whoever comes.
  const [first] = useState(() => rows[0]?.id);
  const found = rows.findIndex((row) => row.id === (start ?? first));
  const at = found >= 0 ? found : 0;
  const row = rows[at] as ItemRow;
  const item = useQuery(itemQueryOf(project.key, row.id));
  const [parts, setParts] = useState<readonly (Part | Other)[]>([]);
  const done = new Set(parts.map((one) => one.id));
  /** Items on which nothing is disputed any more since they were decided on here. */
  const [finished, setFinished] = useState<ReadonlySet<number>>(new Set());
  const go = useCallback(
    (to: number): void => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      if (next) void navigate({ search: (now) => ({ ...now, item: next.id }), replace: true });
    },
    [rows, navigate],
  );
  const onwards = (from = at): void => {
    const next = nextOpen(rows, from, done, claimed);
    if (next !== undefined) go(next);
  };
  const following = rows[at + 1];
  useEffect(() => {
    if (following) void client.prefetchQuery(itemQueryOf(project.key, following.id));
    if (at >= rows.length - 10) onNear();
  }, [client, project.key, following, at, rows.length, onNear]);

  const mine = useQuery(claimQuery(project.key, row.id));
  const taking = useMutation({
    mutationFn: (id: number) => claim(project.key, id, true),
    onSuccess: (got, id) => client.setQueryData(claimQuery(project.key, id).queryKey, got),
  });
  const held = useRef(row.id);
  held.current = row.id;
  useEffect(() => {
    const leave = () => void release(project.key, held.current).catch(() => undefined);
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [project.key]);
  const elsewhere = hasCode(mine.error, 'item_claimed') ? mine.error : undefined;
  // Only who was sent here by nobody is led on: an item that was chosen stays on the screen, with who is at it.
  const led = start === undefined && elsewhere !== undefined && others !== undefined;
  useEffect(() => {
    if (led) onwards();
  });

  /** What there is to decide on an item. */
  const openOn = (detail: ItemDetail): Question[] =>
    queue === 'disputes'
      ? disputedQuestions(project.schema.questions, detail, question?.id)
      : undecidedQuestions(project.schema.questions, detail);
  const settle = (detail: ItemDetail): void => {
    const left = openOn(detail).length > 0;
    setFinished((now) => new Set([...now].filter((id) => id !== detail.id).concat(left ? [] : [detail.id])));
    client.setQueryData(itemQueryOf(project.key, detail.id).queryKey, detail);
    for (const queryKey of [
      ['overview', project.key],
      ['projects'],
      ['items', project.key, 'list'],
      ['items', project.key, 'settled'],
      ['doubts', project.key, 'count'],
    ])
      void client.invalidateQueries({ queryKey });
    // The list keeps its order while one works.
    void client.invalidateQueries({
      queryKey: ['disputes', project.key],
      predicate: ({ queryKey }) => queryKey[3] === 'count' || queryKey[3] === 'top',
    });
  };
  const takeBack = useMutation({
    mutationFn: async (part: Part | Other): Promise<ItemDetail> => {
      if (isPart(part)) return retract(project.key, part.id, part.decisions);
      if (part.other === 'looked') return lookAgain(project.key, part.id);
      await include(project.key, part.id);
      return client.fetchQuery({ ...itemQueryOf(project.key, part.id), staleTime: 0 });
    },
    onSuccess: (detail, part) => {
      settle(detail);
      setParts((now) => now.filter((one) => one !== part));
      const back = rows.findIndex((one) => one.id === detail.id);
      if (back >= 0) go(back);
    },
  });
  /** The latest of all, or of one item. */
  const undo = (id?: number): void => {
    const latest = parts.findLast((one) => id === undefined || one.id === id);
    if (latest) takeBack.mutate(latest);
  };
  const doneWith = (detail: ItemDetail, other: Other['other'], words: string): void => {
    const part: Other = { id: detail.id, other };
    settle(detail);
    setFinished((now) => new Set([...now, detail.id]));
    setParts((now) => [...now, part]);
    void undoNotice(words, t('undo'), () => takeBack.mutate(part));
    onwards();
  };
  const look = useMutation({
    mutationFn: ({ detail, another }: { detail: ItemDetail; another: boolean }) =>
      lookedAt(project.key, detail.id, Math.max(...doubtsOf(detail).map((one) => one.annotationId)), another),
    onSuccess: (detail, { another }) =>
      doneWith(detail, 'looked', t(another ? 'anotherAsked' : 'leftAsItIs', { key: detail.key })),
  });
  const setAside = useMutation({
    mutationFn: async ({ detail, reason }: { detail: ItemDetail; reason: string }) => {
      await exclude(project.key, detail.id, reason);
      return client.fetchQuery({ ...itemQueryOf(project.key, detail.id), staleTime: 0 });
    },
    onSuccess: (detail) => doneWith(detail, 'excluded', t('excluded', { key: detail.key })),
  });
  /** An item that is decided, to be decided otherwise. */
  const [again, setAgain] = useState<number>();
  /** Somebody else has decided meanwhile: what was chosen and written here stays until it is sent once more. */
  const [overtaken, setOvertaken] = useState<{ readonly item: number; readonly asked: readonly Question[] }>();
  const save = useMutation({
    mutationFn: ({ decision }: { decision: Decision; asked: readonly Question[] }) => decide(project.key, decision),
    onSuccess: (detail, { decision, asked }) => {
      settle(detail);
      if (decision.rule) void client.invalidateQueries({ queryKey: projectQuery(project.key).queryKey });
      setAgain(undefined);
      setOvertaken(undefined);
      const questions = asked.filter((one) => decision.answers[one.id] !== undefined);
      const part: Part = {
        id: detail.id,
        answers: decision.answers,
        questions,
        decisions: detail.adjudications
          .filter((one) => one.retractedAt === undefined && decision.answers[one.question] !== undefined)
          .map((one) => one.id),
      };
      setParts((now) => [...now, part]);
      const value = questions.map((one) => answerText(one, decision.answers[one.id] as Answers[string])).join(', ');
      void undoNotice(t('decided', { key: detail.key, value }), t('undo'), () => takeBack.mutate(part));
      onwards();
    },
    // What somebody else has decided meanwhile is shown beside what was about to be.
    onError: (error, { decision, asked }) => {
      if (!hasCode(error, 'decision_changed')) return;
      setOvertaken({ item: decision.item, asked });
      void client.invalidateQueries({ queryKey: itemQueryOf(project.key, decision.item).queryKey });
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
      run: () => undo(),
    },
  ]);
  const left = Math.max(0, total - finished.size);
  const settledBy = ({ adjudications }: ItemDetail): string | undefined => {
    const latest = adjudications.find((one) => one.retractedAt === undefined);
    return latest && t('settledBy', { by: latest.by, reason: latest.reason });
  };
  const detail = item.data;
  const made = detail && whole(parts.filter(isPart).filter((one) => one.id === detail.id));
  const other = parts.findLast((one) => one.id === row.id && !isPart(one)) as Other | undefined;
  const open =
    (overtaken?.item === row.id ? overtaken.asked : undefined) ??
    (detail && !other
      ? again === row.id
        ? decidedQuestions(project.schema.questions, detail, question?.id)
        : openOn(detail)
      : []);
  return (
    <div className={css.screen}>
      <div className={css.top}>
        <h1 className={css.title}>
          {t(queue === 'disputes' ? 'left' : 'doubtsLeft', { count: left, formatted: formatNumber(left) })}
        </h1>
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
      {elsewhere && mine.data && !made ? (
        <div className={css.taken} role="status">
          <Icon name="user" size={14} /> {t('claimed', { by: String(elsewhere.parameters.by) })}
          <Button size="compact-sm" variant="default" loading={taking.isPending} onClick={() => taking.mutate(row.id)}>
            {t('takeOver')}
          </Button>
        </div>
      ) : null}
      {elsewhere && !mine.data && !made ? (
        <Note
          title={t('claimed', { by: String(elsewhere.parameters.by) })}
          text={t('claimedText', { by: String(elsewhere.parameters.by) })}
          act={t('takeOver')}
          busy={taking.isPending}
          onAct={() => taking.mutate(row.id)}
          onOn={at < rows.length - 1 ? () => onwards() : undefined}
        />
      ) : other ? (
        <Note
          title={t(other.other === 'looked' ? 'lookedAt' : 'setAside')}
          act={t('undo')}
          busy={takeBack.isPending}
          onAct={() => undo(row.id)}
          onOn={at < rows.length - 1 ? () => onwards() : undefined}
        />
      ) : detail && !made && open.length === 0 ? (
        <Note
          title={t('settled')}
          text={settledBy(detail)}
          act={decidedQuestions(project.schema.questions, detail, question?.id).length > 0 ? t('again') : undefined}
          onAct={() => setAgain(row.id)}
          onOn={at < rows.length - 1 ? () => onwards() : undefined}
        />
      ) : detail ? (
        <Bench
          key={detail.id}
          project={project}
          questions={open}
          item={detail}
          made={made}
          busy={save.isPending}
          error={save.variables?.decision.item === detail.id ? save.error : null}
          undoError={takeBack.variables?.id === detail.id ? takeBack.error : null}
          first={
            queue === 'doubts' && doubtsOf(detail).length > 0 ? (
              <Doubts
                project={project}
                item={detail}
                busy={look.isPending || setAside.isPending}
                error={
                  (look.variables?.detail.id === detail.id && look.error) ||
                  (setAside.variables?.detail.id === detail.id && setAside.error) ||
                  null
                }
                onLooked={(another) => look.mutate({ detail, another })}
                onExclude={(reason) => setAside.mutate({ detail, reason })}
              />
            ) : undefined
          }
          onDecide={(decision) => save.mutate({ decision, asked: open })}
          onUndo={() => undo(detail.id)}
        />
      ) : null}
    </div>
  );
}

/** Why there is nothing to decide on the item in hand, and the way on. */
function Note({
  title,
  text,
  act,
  busy = false,
  onAct,
  onOn,
}: {
  title: string;
  text?: string | undefined;
  act?: string | undefined;
  busy?: boolean;
  onAct?: () => void;
  onOn: (() => void) | undefined;
}) {
  const { t } = useTranslation('review');
  return (
    <EmptyState
      title={title}
      action={
        <div className={css.ways}>
          {onOn ? <Button onClick={onOn}>{t('goOn')}</Button> : null}
          {act ? (
            <Button variant="default" onClick={onAct} loading={busy}>
              {act}
            </Button>
          ) : null}
        </div>
      }
    >
      {text ? <p>{text}</p> : null}
    </EmptyState>
  );
}
