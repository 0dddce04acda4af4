import { useTranslation } from 'react-i18next';
import type { MyStats } from '@/shared/api';
import { formatInterval, formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import { useCommandRegistry } from '@/shared/keys';
import { Icon, KeyBadge } from '@/shared/ui';
import classes from './labeling.module.css';
import type { LabelingState } from './labelingStore';

/** How far, how much today, how good: one line above the item. While revising, which answer this is and the way back. */
export function StatusStrip({
  state,
  stats,
  onReturn,
  onClear,
}: {
  state: LabelingState;
  stats: MyStats | null;
  onReturn: () => void;
  /** Takes everything out that is filled in. */
  onClear: () => void;
}) {
  const { t } = useTranslation('labeling');
  if (state.kind === 'revising') {
    const answered = state.trail[state.place];
    return (
      <div className={classes.strip} data-revising>
        <Icon name="history" />
        <span className={classes.stripText}>
          {answered?.foundOf === undefined
            ? t(answered?.outcome === 'skipped' ? 'revisingSkipped' : 'revising', { count: state.place + 1 })
            : t(answered.outcome === 'skipped' ? 'foundSkipped' : 'found', { when: formatRelative(answered.foundOf) })}
          {answered?.skipReason ? `: ${answered.skipReason}` : ''}
        </span>
        <span className={classes.spring} />
        <Stroke />
        <button type="button" className={classes.textButton} onClick={onReturn}>
          {state.place > 0 && answered?.foundOf === undefined ? t('later') : t('backToQueue')}{' '}
          <Icon name="arrowRight" size={14} />
        </button>
      </div>
    );
  }
  const stage = state.kind === 'working' ? state.work.assignment.stage : undefined;
  const total = stats ? stats.answeredTotal + stats.openForMe : 0;
  const share = stats && total > 0 ? stats.answeredTotal / total : 0;
  return (
    <div className={classes.strip}>
      {stats && (
        <>
          {stage && (
            <span className={classes.stageBadge} title={t(`stageText.${stage}`)}>
              {t(`stage.${stage}`)}
            </span>
          )}
          <span>
            <strong>
              {stats.openForMe >= 1000
                ? t('leftMore', { count: formatNumber(1000) })
                : t('left', { count: stats.openForMe })}
            </strong>
          </span>
          <span className={classes.progress} aria-hidden="true">
            <span style={{ width: `${share * 100}%` }} />
          </span>
          <span className={classes.spring} />
          <Stroke />
          {state.kind === 'working' && state.work.draftedBy !== '' && (
            <span className={classes.drafted} role="status">
              <span className={classes.stripText}>{t('drafted', { source: state.work.draftedBy })}</span>
              <button type="button" className={classes.textButton} onClick={onClear}>
                {t('startEmpty')}
              </button>
            </span>
          )}
          <span className={classes.today}>{t('today', { count: stats.answeredToday })}</span>
          {stats.gold && (
            <span className={classes.gold} title={goldTitle(stats.gold, t)}>
              <Icon name="star" size={14} /> {t('gold', { correct: stats.gold.correct, answered: stats.gold.answered })}
            </span>
          )}
        </>
      )}
    </div>
  );
}

/** The first of two keys is there, or two that mean nothing. The options say it to screen readers. */
function Stroke() {
  const { t } = useTranslation('labeling');
  const strokes = useCommandRegistry((registry) => registry.strokes);
  if (!strokes) return null;
  return (
    <span className={classes.stroke} data-dead={strokes.dead || undefined} aria-hidden="true">
      <KeyBadge binding={strokes.keys.join(' ')} /> <span>{t(strokes.dead ? 'strokeDead' : 'strokeBegun')}</span>
    </span>
  );
}

function goldTitle(
  { answered, correct, low, high }: NonNullable<MyStats['gold']>,
  t: ReturnType<typeof useTranslation<'labeling'>>['t'],
): string {
  if (low == null || high == null) return t('goldHelp');
  return `${t('goldHelp')} ${formatPercent(correct / answered)} ${formatInterval(formatPercent(low), formatPercent(high))}`;
}
