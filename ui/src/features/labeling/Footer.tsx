import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/shared/i18n';
import { useCommandRegistry } from '@/shared/keys';
import { Icon, KeyBadge } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingSession } from './labelingSession';
import { workOf } from './labelingStore';
import type { Outbox, OutboxStatus } from './outbox';

/** Whether the work is safe, and the commands that are not answers. */
export function Footer({
  session,
  outbox,
  sending,
  refusedOpen,
  onRefused,
}: {
  session: LabelingSession;
  outbox: Outbox;
  sending: OutboxStatus;
  refusedOpen: boolean;
  /** Opens or folds the list of refused answers. */
  onRefused: () => void;
}) {
  const { t } = useTranslation('labeling');
  const { state } = useSyncExternalStore(session.watch, session.view);
  const setHelpOpen = useCommandRegistry((registry) => registry.setHelpOpen);
  const commands = [
    { name: t('undo'), icon: 'undo', binding: 'z', run: () => session.dispatch({ kind: 'undone' }) },
    { name: t('previous'), icon: 'arrowLeft', binding: 'ArrowLeft', run: () => session.dispatch({ kind: 'wentBack' }) },
    {
      name: t('guideline'),
      icon: 'book',
      binding: 'g',
      run: () => session.dispatch({ kind: 'guidelineToggled' }),
      pressed: state.guidelineOpen,
    },
    { name: t('keys'), icon: 'keyboard', binding: '?', run: () => setHelpOpen(true) },
  ] as const;
  return (
    <footer className={classes.footer}>
      <SaveState outbox={outbox} sending={sending} restored={workOf(state)?.restored ?? false} />
      {sending.refused.length > 0 && (
        <span role="alert">
          <button type="button" className={classes.refusedState} aria-expanded={refusedOpen} onClick={onRefused}>
            <Icon name="alert" />
            <span className={classes.inFull}>{t('refusedCount', { count: sending.refused.length })}</span>
            <span className={classes.inShort}>{t('refusedCountShort', { count: sending.refused.length })}</span>
          </button>
        </span>
      )}
      <span className={classes.spring} />
      {commands.map((command) => (
        <button
          key={command.binding}
          type="button"
          className={classes.footerButton}
          aria-pressed={'pressed' in command ? command.pressed : undefined}
          onClick={command.run}
        >
          <Icon name={command.icon} />
          <span className={classes.footerName}>{command.name}</span>
          <KeyBadge binding={command.binding} decorative />
        </button>
      ))}
      {workOf(state) && <Timer session={session} />}
    </footer>
  );
}

function Timer({ session }: { session: LabelingSession }) {
  const { t } = useTranslation('labeling');
  const [, again] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => again((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={classes.timer} title={t('timerHelp')} data-figures>
      {t('timer', { duration: formatDuration(Math.floor(session.activeMs() / 1000) * 1000) })}
    </span>
  );
}

function SaveState({
  outbox,
  sending,
  restored,
}: {
  outbox: Outbox;
  sending: OutboxStatus;
  /** The answers on screen are those of an earlier visit. */
  restored: boolean;
}) {
  const { t } = useTranslation('labeling');
  const count = sending.pending.length;
  if (sending.phase === 'waiting' && count > 0)
    return (
      <span className={classes.saveState} data-tone="warn" role="status">
        <Icon name="cloudOff" /> <span className={classes.inFull}>{t('willRetry', { count })}</span>
        <span className={classes.inShort}>{t('willRetryShort', { count })}</span>
        <button type="button" className={classes.textButton} onClick={() => outbox.retryNow()}>
          {t('retryNow')}
        </button>
      </span>
    );
  if (sending.phase === 'signedOut' && count > 0)
    return (
      <span className={classes.saveState} data-tone="warn" role="status">
        <Icon name="cloudOff" /> <span>{t('keptSignedOut', { count })}</span>
      </span>
    );
  if (restored && count === 0 && sending.refused.length === 0)
    return (
      <span className={classes.saveState} role="status">
        <Icon name="check" style={{ color: 'var(--good)' }} /> <span>{t('saved')}</span>
        <span>{t('restored')}</span>
      </span>
    );
  // "All answers saved" is said only where it is so.
  if (count === 0 && sending.refused.length > 0) return null;
  return (
    <span className={classes.saveState} role="status">
      {count > 0 ? <Icon name="refresh" /> : <Icon name="check" style={{ color: 'var(--good)' }} />}
      <span>{count > 0 ? t('saving') : t('saved')}</span>
    </span>
  );
}
