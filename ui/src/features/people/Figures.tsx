import { useTranslation } from 'react-i18next';
import type { MemberFigures } from '@/shared/api';
import { formatDuration, formatInterval, formatNumber, formatPercent, formatRelative } from '@/shared/i18n';
import css from './people.module.css';

/** How somebody is getting on, in one line; what is not known is left out. */
export function Figures({ figures }: { figures: MemberFigures }) {
  const { t } = useTranslation('people');
  const { today, lastAt, medianMs, openSkips, gold } = figures;
  if (lastAt === undefined) return <div className={css.dim}>{t('figures.none')}</div>;
  return (
    <ul className={css.figures} aria-label={t('figures.title')}>
      <li>{t('figures.today', { count: today, formatted: formatNumber(today) })}</li>
      <li>{t('figures.last', { when: formatRelative(lastAt) })}</li>
      {medianMs === undefined ? null : (
        <li title={t('figures.paceHelp')}>{t('figures.pace', { time: formatDuration(medianMs) })}</li>
      )}
      {gold === undefined ? null : (
        <li title={t('figures.goldHelp')}>
          {t('figures.gold', {
            correct: formatNumber(gold.correct),
            answered: formatNumber(gold.answered),
            interval: formatInterval(formatPercent(gold.low), formatPercent(gold.high)),
          })}
        </li>
      )}
      {openSkips > 0 ? <li>{t('figures.skips', { count: openSkips, formatted: formatNumber(openSkips) })}</li> : null}
    </ul>
  );
}
