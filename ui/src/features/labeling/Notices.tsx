import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hasCode, isSignedOut, isTransient } from '@/shared/api';
import { Icon, ProblemAlert } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import type { Outbox, OutboxStatus } from './outbox';
import { RefusedPanel } from './Refused';
import { GONE } from './refusal';

/** What needs the person's attention, over the foot of the item so that nothing moves: what happened to the work first. */
export function Notices({
  session,
  outbox,
  sending,
  fetchProblem,
  gone,
  hasWork,
  refusedOpen,
  onFold,
}: {
  session: LabelingSession;
  outbox: Outbox;
  sending: OutboxStatus;
  fetchProblem: unknown;
  /** This person cannot answer here any more. */
  gone: boolean;
  hasWork: boolean;
  /** Whether the list of refused answers is unfolded. */
  refusedOpen: boolean;
  onFold: () => void;
}) {
  const { t } = useTranslation('labeling');
  const path = useRouterState({ select: (router) => router.location.pathname });
  const signedOut = sending.phase === 'signedOut' || isSignedOut(fetchProblem);
  const refused = refusedOpen && sending.refused.length > 0;
  // With all leases on unsent answers no next item is asked for: then the sending says that the server is away.
  const away = (fetchProblem !== null && isTransient(fetchProblem)) || sending.phase === 'waiting';
  const offline = away && !hasWork;
  const lost = gone || hasCode(fetchProblem, ...GONE);
  // A refused answer on screen says it already, and more exactly.
  const told = refused && sending.refused.some((one) => GONE.includes(one.refusal?.code ?? ''));
  const broken = fetchProblem !== null && !lost && !isTransient(fetchProblem) && !isSignedOut(fetchProblem);
  if (!signedOut && !refused && !offline && !broken && !lost) return null;
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
      {/* One sentence for what is known: the server tells a stranger neither that a project is there nor that it was. */}
      {lost && !told && (
        <div className={classes.notice} role="alert" data-tone="warn">
          <Icon name="alert" />
          <p>
            <strong>{t('gone')}</strong> {hasWork ? t('goneKept') : null}
          </p>
          <span className={classes.noticeActions}>
            <Button size="xs" variant="default" onClick={() => session.retry()}>
              {t('retryNow')}
            </Button>
            <Button size="xs" variant="subtle" component={Link} to="/">
              {t('otherProjects')}
            </Button>
          </span>
        </div>
      )}
      {refused && (
        <RefusedPanel
          refused={sending.refused}
          outbox={outbox}
          schema={session.view().state.schema}
          projectKey={session.projectKey}
          holds={(one) => session.holds(one)}
          onOpen={(one) => {
            session.open(one);
            onFold();
          }}
          onDiscard={(one) => session.discard(one)}
          onFold={onFold}
        />
      )}
    </div>
  );
}
