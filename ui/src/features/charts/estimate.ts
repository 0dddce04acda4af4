import type { Estimate } from '@/shared/api';
import { formatInterval, formatNumber } from '@/shared/i18n';

/** `percent` for shares and accuracies, `coefficient` for alpha, kappa and their kin (two decimals). */
export type NumberStyle = 'percent' | 'coefficient';

/** Digits after the point of a percentage: one below 10 %, none above; an interval follows its estimate. */
const percentDigits = (value: number): number => (Math.abs(value) < 0.1 && value !== 0 ? 1 : 0);

export function formatEstimateNumber(value: number, style: NumberStyle, digits = percentDigits(value)): string {
  return style === 'percent'
    ? formatNumber(value, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
    : formatNumber(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** "0.71 [0.67, 0.75]" or "94 % [91, 96]"; a dash where undefined. */
export function estimateText(estimate: Estimate, style: NumberStyle): string {
  if (estimate.value === undefined || estimate.value === null) return '–';
  const value = formatEstimateNumber(estimate.value, style);
  const interval = intervalText(estimate, style);
  return interval === '' ? value : `${value} ${interval}`;
}

/** "[0.67, 0.75]", or nothing if the estimate has no interval. Bounds of percentages go without the sign. */
export function intervalText({ value, low, high }: Estimate, style: NumberStyle): string {
  if (low === undefined || low === null || high === undefined || high === null) return '';
  const digits = percentDigits(value ?? low);
  const bound = (at: number): string =>
    style === 'percent'
      ? formatNumber(at * 100, { minimumFractionDigits: digits, maximumFractionDigits: digits })
      : formatEstimateNumber(at, style);
  return formatInterval(bound(low), bound(high));
}

/**
 * The 95% interval of a proportion: `right` of `n`. Wilson (1927), doi:10.1080/01621459.1927.10502953.
 *
 * @param n at least 1
 */
export function wilson(right: number, n: number): { low: number; high: number } {
  const z = 1.959964;
  const share = right / n;
  const centre = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}
