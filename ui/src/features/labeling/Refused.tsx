import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answers, api, type MyAnnotation, type Project, projectPath, type Schema } from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { useProblemWords } from '@/shared/problems';
import { Icon } from '@/shared/ui';
import { answersInWords } from './answersInWords';
import classes from './labeling.module.css';
import type { Outbox, Refusal, Unsent } from './outbox';
import { outboxFor } from './outboxHome';
import { canMend, canResend, differences, type RefusalLine, refusalLines } from './refusal';

const SLOT = '\u0001';

/** One answer that the server would not take: why, and what the person can do with it. It stays on the device until then. */
function RefusedAnswer({
  refused,
  refusal,
  outbox,
  schema,
  projectName,
  open,
  onDiscard,
}: {
  refused: Unsent;
  refusal: Refusal;
  outbox: Outbox;
  schema: Schema | undefined;
  /** Where the notice stands outside the project. */
  projectName?: string | undefined;
  /** What opens the answer, where it can be opened. */
  open?: ReactNode;
  onDiscard: () => void;
}) {
  const { t } = useTranslation('labeling');
  const words = useProblemWords()(refusal);
  const [copied, setCopied] = useState(false);
  const newer = refusal.code === 'newer_answer';
  const copy = async () => {
    await navigator.clipboard.writeText(`${refused.itemKey}\n${answersInWords(schema, refused.request)}\n`);
    setCopied(true);
  };
  const [before, after] = t('refused', { item: SLOT }).split(SLOT);
  return (
    <li className={classes.refused}>
      <p>
        <strong>
          {before}
          <bdi>{refused.itemKey}</bdi>
          {after}
        </strong>{' '}
        {projectName === undefined ? null : t('refusedProject', { project: projectName })} {t('refusedKept')}
      </p>
      <p>
        {refusal.code === 'lease_lost' ? t('refusedLeaseLost') : words.what} {newer ? null : words.fix}
      </p>
      <Reasons lines={refusalLines(refusal.problems, schema, (refused.request.answers ?? {}) as Answers)} />
      {newer && <Newer refused={refused} schema={schema} />}
      <div className={classes.noticeActions}>
        {canMend(refusal.code) ? open : null}
        {canResend(refusal.code) && (
          <Button size="xs" variant="default" onClick={() => outbox.resend(refused.saveId)}>
            {newer ? t('newerReplace') : t('refusedResend')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => void copy().catch(() => undefined)}>
          {copied ? t('refusedCopied') : t('refusedCopy')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={onDiscard}>
          {newer ? t('newerKeep') : t('refusedDiscard')}
        </Button>
      </div>
    </li>
  );
}

function Reasons({ lines }: { lines: readonly RefusalLine[] }) {
  const { t } = useTranslation('labeling');
  if (lines.length === 0) return null;
  return (
    <ul className={classes.reasonList}>
      {lines.map((line) =>
        line.kind === 'server' ? (
          // The server says this in English only.
          <li key={`${line.place} ${line.what}`}>
            {line.place}: <span lang="en">{line.what}</span>
          </li>
        ) : (
          <li key={JSON.stringify(line)}>
            {line.kind === 'questionGone' && t('why.questionGone', { question: line.question })}
            {line.kind === 'optionGone' && t('why.optionGone', { question: line.question, option: line.option })}
            {line.kind === 'unanswered' && t('why.unanswered', { question: line.question })}
            {line.kind === 'character' &&
              t('why.character', {
                place: line.place === 'comment' ? t('commentTitle') : t('skipReasonTitle'),
                number: line.number,
              })}
          </li>
        ),
      )}
    </ul>
  );
}

/** The two answers side by side: only what differs. */
function Newer({ refused, schema }: { refused: Unsent; schema: Schema | undefined }) {
  const { t } = useTranslation('labeling');
  const elsewhere = useQuery({
    queryKey: ['assignment', refused.assignmentId, 'annotation', refused.saveId],
    queryFn: () => api.get<MyAnnotation>(`/assignments/${encodeURIComponent(refused.assignmentId)}/annotation`),
  }).data;
  if (!elsewhere) return null;
  const found = differences(schema, elsewhere, refused.request);
  if (found.length === 0) return <p>{t('newerSame')}</p>;
  return (
    <table className={classes.differences}>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('newerThere', { when: formatRelative(elsewhere.savedAt) })}</th>
          <th scope="col">{t('newerHere')}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ about, elsewhere: there, here }) => {
          const name =
            typeof about === 'object'
              ? about.question
              : about === 'ambiguous'
                ? t('ambiguous')
                : about === 'comment'
                  ? t('commentTitle')
                  : t('skipReasonTitle');
          return (
            <tr key={name}>
              <th scope="row" title={name} dir="auto">
                {name}
              </th>
              <td title={there ?? undefined} dir="auto">
                {there ?? '–'}
              </td>
              <td title={here ?? undefined} dir="auto">
                {here ?? '–'}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** All refused answers, over the foot of the item, at most a part of it; folded away they stay in the status line. */
export function RefusedPanel({
  refused,
  outbox,
  schema,
  projectKey,
  holds,
  onOpen,
  onDiscard,
  onFold,
}: {
  refused: readonly Unsent[];
  outbox: Outbox;
  schema: Schema;
  projectKey: string;
  holds: (unsent: Unsent) => boolean;
  onOpen: (unsent: Unsent) => void;
  onDiscard: (unsent: Unsent) => void;
  onFold: () => void;
}) {
  const { t } = useTranslation('labeling');
  const id = useId();
  return (
    <section className={classes.refusedPanel} aria-labelledby={id} data-panel>
      <div className={classes.refusedHead}>
        <Icon name="alert" />
        <h2 id={id}>{t('refusedCount', { count: refused.length })}</h2>
        <button type="button" className={classes.textButton} onClick={onFold}>
          {t('fold')} <Icon name="chevronDown" size={14} />
        </button>
      </div>
      <ul className={classes.refusedItems}>
        {refused.map((one) =>
          one.refusal === undefined ? null : one.projectKey === projectKey ? (
            <RefusedAnswer
              key={one.saveId}
              refused={one}
              refusal={one.refusal}
              outbox={outbox}
              schema={schema}
              open={
                holds(one) ? (
                  <Button size="xs" variant="default" onClick={() => onOpen(one)}>
                    {t('refusedOpen')}
                  </Button>
                ) : null
              }
              onDiscard={() => onDiscard(one)}
            />
          ) : (
            <InItsProject key={one.saveId} refused={one} refusal={one.refusal} outbox={outbox} />
          ),
        )}
      </ul>
    </section>
  );
}

/** All refused answers of an account, for a place that needs no project: the project may be gone. */
export function RefusedAtHome({ accountId }: { accountId: string }) {
  const { t } = useTranslation('labeling');
  const outbox = outboxFor(accountId);
  const { refused } = useSyncExternalStore(outbox.watch, outbox.status);
  const id = useId();
  useEffect(() => void outbox.reread(), [outbox]);
  if (refused.length === 0) return null;
  return (
    <section className={classes.refusedHome} aria-labelledby={id}>
      <div className={classes.refusedHead}>
        <Icon name="alert" />
        <h2 id={id}>{t('refusedCount', { count: refused.length })}</h2>
      </div>
      <ul className={classes.refusedItems}>
        {refused.map(
          (one) => one.refusal && <InItsProject key={one.saveId} refused={one} refusal={one.refusal} outbox={outbox} />,
        )}
      </ul>
    </section>
  );
}

function InItsProject({ refused, refusal, outbox }: { refused: Unsent; refusal: Refusal; outbox: Outbox }) {
  const { t } = useTranslation('labeling');
  // Titles of questions and options, where the project can still be read.
  const project = useQuery({
    queryKey: ['project', refused.projectKey, 'forRefused'],
    queryFn: () => api.get<Project>(projectPath(refused.projectKey)),
    retry: false,
  }).data;
  return (
    <RefusedAnswer
      refused={refused}
      refusal={refusal}
      outbox={outbox}
      schema={project?.schema}
      projectName={project?.name ?? refused.projectName ?? refused.projectKey}
      open={
        project ? (
          <Button
            size="xs"
            variant="default"
            component={Link}
            to="/p/$key/label"
            params={{ key: refused.projectKey } as never}
          >
            {t('refusedToProject')}
          </Button>
        ) : null
      }
      onDiscard={() => void outbox.discard(refused.saveId)}
    />
  );
}
