import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isSignedOut, isTransient } from '@/shared/api';
import { Icon, ProblemAlert } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import type { Outbox, OutboxStatus } from './outbox';
import { RefusedNotice } from './Refused';

/** What needs the person's attention, over the foot of the item so that nothing moves: what happened to the work first. */
export function Notices({
  session,
  outbox,
  sending,
  fetchProblem,
  hasWork,
}: {
  session: LabelingSession;
  outbox: Outbox;
  sending: OutboxStatus;
  fetchProblem: unknown;
  hasWork: boolean;
}) {
  const { t } = useTranslation('labeling');
  const path = useRouterState({ select: (router) => router.location.pathname });
  const signedOut = sending.phase === 'signedOut' || isSignedOut(fetchProblem);
  const refused = sending.refused[0];
  // With all leases on unsent answers no next item is asked for: then the sending says that the server is away.
  const away = (fetchProblem !== null && isTransient(fetchProblem)) || sending.phase === 'waiting';
  const offline = away && !hasWork;
  const broken = fetchProblem !== null && !isTransient(fetchProblem) && !isSignedOut(fetchProblem);
  if (!signedOut && !refused && !offline && !broken) return null;
  return (
    <div className={classes.notices}>
      {signedOut && (
        <div className={classes.notice} role="alert" data-tone="warn">
          <Icon name="user" />
          <p>
            <strong>{t('signedOut')}</strong> {t('signedOutKept', { count: sending.pending.length })}
          </p>
          <Button size="xs" component={Link} to="/signin" search={{ next: path } as never}>
            {t('signInAgain')}
          </Button>
        </div>
      )}
      {offline && (
        <div className={classes.notice} role="status" data-tone="warn">
          <Icon name="cloudOff" />
          <p>
            <strong>
              {sending.pending.length > 0 ? t('offlineKept', { count: sending.pending.length }) : t('offline')}
            </strong>{' '}
            {t('offlineNext')}
          </p>
          <Button size="xs" variant="default" onClick={() => session.retry()}>
            {t('retryNow')}
          </Button>
        </div>
      )}
      {broken && <ProblemAlert error={fetchProblem} onRetry={() => session.retry()} />}
      {refused?.refusal && (
        <RefusedNotice
          key={refused.saveId}
          refused={refused}
          refusal={refused.refusal}
          outbox={outbox}
          schema={session.view().state.schema}
          onOpen={
            session.holds(refused)
              ? () => session.dispatch({ kind: 'opened', assignmentId: refused.assignmentId })
              : undefined
          }
          onDiscard={() => session.discard(refused)}
        />
      )}
    </div>
  );
}
