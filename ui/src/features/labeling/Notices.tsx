import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isSignedOut, isTransient } from '@/shared/api';
import { useProblemWords } from '@/shared/problems';
import { Icon, ProblemAlert } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import type { Outbox, OutboxStatus } from './outbox';

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
  const words = useProblemWords();
  const path = useRouterState({ select: (router) => router.location.pathname });
  const signedOut = sending.phase === 'signedOut' || isSignedOut(fetchProblem);
  const refused = sending.refused[0];
  const refusal = refused?.refusal && words(refused.refusal);
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
        <div className={classes.notice} role="alert" data-tone="bad">
          <Icon name="alert" />
          <div>
            <p>
              <strong>{t('refused', { item: refused.itemKey })}</strong> {t('refusedKept')}
            </p>
            <p>
              {refused.refusal.code === 'lease_lost' ? t('refusedLeaseLost') : refusal?.what} {refusal?.fix}
            </p>
            {refusal?.problems.map((problem) => (
              <p key={`${problem.where} ${problem.what}`}>
                <code>{problem.where}</code>: {problem.what}. {problem.fix}
              </p>
            ))}
          </div>
          <div className={classes.noticeActions}>
            {refused.refusal.code !== 'lease_lost' && (
              <Button
                size="xs"
                variant="default"
                onClick={() => session.dispatch({ kind: 'opened', assignmentId: refused.assignmentId })}
              >
                {t('refusedOpen')}
              </Button>
            )}
            <Button size="xs" variant="default" onClick={() => outbox.resend(refused.saveId)}>
              {t('refusedResend')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              onClick={() => {
                void outbox.discard(refused.saveId);
                session.dispatch({ kind: 'refusalDiscarded', assignmentId: refused.assignmentId });
              }}
            >
              {t('refusedDiscard')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
