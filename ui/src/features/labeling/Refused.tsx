import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type MyAnnotation, type Project, projectPath, type Schema } from '@/shared/api';
import { formatRelative } from '@/shared/i18n';
import { useProblemWords } from '@/shared/problems';
import { Icon } from '@/shared/ui';
import { answersInWords } from './answersInWords';
import classes from './labeling.module.css';
import type { Outbox, Refusal, Unsent } from './outbox';
import { outboxFor } from './outboxHome';

/** One answer that the server would not take: why, and what the person can do with it. It stays on the device until then. */
export function RefusedNotice({
  refused,
  refusal,
  outbox,
  schema,
  onOpen,
  onDiscard,
}: {
  refused: Unsent;
  refusal: Refusal;
  outbox: Outbox;
  schema: Schema | undefined;
  onOpen?: (() => void) | undefined;
  onDiscard: () => void;
}) {
  const { t } = useTranslation('labeling');
  const words = useProblemWords()(refusal);
  const [copied, setCopied] = useState(false);
  const newer = refusal.code === 'newer_answer';
  const inForce = useQuery({
    queryKey: ['assignment', refused.assignmentId, 'annotation', refused.saveId],
    queryFn: () => api.get<MyAnnotation>(`/assignments/${encodeURIComponent(refused.assignmentId)}/annotation`),
    enabled: newer,
  }).data;
  const mine = answersInWords(schema, refused.request);
  const copy = async () => {
    await navigator.clipboard.writeText(`${refused.itemKey}\n${mine}\n`);
    setCopied(true);
  };
  return (
    <div className={classes.notice} role="alert" data-tone="bad">
      <Icon name="alert" />
      <div>
        <p>
          <strong>{t('refused', { item: refused.itemKey })}</strong> {t('refusedKept')}
        </p>
        <p>
          {refusal.code === 'lease_lost' ? t('refusedLeaseLost') : words.what} {words.fix}
        </p>
        {words.problems.map((problem) => (
          <p key={`${problem.where} ${problem.what}`}>
            <code>{problem.where}</code>: {problem.what}. {problem.fix}
          </p>
        ))}
        {newer && inForce && (
          <p>
            {t('newerThere', { when: formatRelative(inForce.savedAt) })}{' '}
            <q>{answersInWords(schema, { ...inForce, comment: inForce.comment ?? '' })}</q>
            <br />
            {t('newerHere')} <q>{mine}</q>
          </p>
        )}
      </div>
      <div className={classes.noticeActions}>
        {onOpen && refusal.code !== 'lease_lost' && (
          <Button size="xs" variant="default" onClick={onOpen}>
            {t('refusedOpen')}
          </Button>
        )}
        {refusal.code !== 'save_id_reused' && (
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
    </div>
  );
}

/** All refused answers of an account, for a place that needs no project: the project may be gone. */
export function RefusedAtHome({ accountId }: { accountId: string }) {
  const outbox = outboxFor(accountId);
  const { refused } = useSyncExternalStore(outbox.watch, outbox.status);
  return (
    <div className={classes.refusedList}>
      {refused.map(
        (one) => one.refusal && <InItsProject key={one.saveId} refused={one} refusal={one.refusal} outbox={outbox} />,
      )}
    </div>
  );
}

function InItsProject({ refused, refusal, outbox }: { refused: Unsent; refusal: Refusal; outbox: Outbox }) {
  // Titles of questions and options, where the project can still be read.
  const project = useQuery({
    queryKey: ['project', refused.projectKey, 'forRefused'],
    queryFn: () => api.get<Project>(projectPath(refused.projectKey)),
    retry: false,
  }).data;
  return (
    <RefusedNotice
      refused={refused}
      refusal={refusal}
      outbox={outbox}
      schema={project?.schema}
      onDiscard={() => void outbox.discard(refused.saveId)}
    />
  );
}
