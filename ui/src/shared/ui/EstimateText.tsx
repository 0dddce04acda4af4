import { useTranslation } from 'react-i18next';
import type { Estimate } from '../api/contract';
import { useReportText } from '../estimates';
import { formatInterval, formatNumber, formatPercent } from '../i18n/format';
import classes from './ui.module.css';

/**
 * A number that never stands alone: estimate, 95% interval and what it was computed from; or why it is undefined.
 *
 * @param as 'share' for values in [0, 1] shown as percent, 'coefficient' for agreement coefficients with two decimals
 * @param of the name of what n counts, already translated with its count: "210 answers"
 */
export function EstimateText({
  estimate,
  as = 'coefficient',
  of,
}: {
  estimate: Estimate;
  as?: 'share' | 'coefficient';
  of?: string;
}) {
  const { t } = useTranslation();
  const say = useReportText();
  const write = (value: number) =>
    as === 'share' ? formatPercent(value) : formatNumber(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  // Bounds go without the sign, as in the charts: "94 % [91, 96]".
  const bound = (value: number) =>
    as === 'share' ? formatNumber(100 * value, { maximumFractionDigits: 0 }) : write(value);
  if (estimate.value == null)
    return (
      <span className={classes.undefinedEstimate}>
        {t('estimate.undefined')}{' '}
        <span className={classes.interval}>
          {estimate.undefinedBecause ? say(estimate.undefinedBecause) : t('estimate.noData')}
        </span>
      </span>
    );
  return (
    <span className={classes.estimate}>
      <span className={classes.value}>{write(estimate.value)}</span>{' '}
      {estimate.low != null && estimate.high != null && (
        <span className={classes.interval} title={t('estimate.interval')}>
          {formatInterval(bound(estimate.low), bound(estimate.high))}
        </span>
      )}{' '}
      <span className={classes.interval}>{of ?? t('estimate.n', { count: estimate.n })}</span>
    </span>
  );
}
