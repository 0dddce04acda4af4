import type { Estimate } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';

/** `percent` for shares and accuracies, `coefficient` for alpha, kappa and their kin (two decimals). */
export type NumberStyle = 'percent' | 'coefficient';

export function formatEstimateNumber(value: number, style: NumberStyle): string {
  return style === 'percent'
    ? formatNumber(value, { style: 'percent', maximumFractionDigits: Math.abs(value) < 0.1 && value !== 0 ? 1 : 0 })
    : formatNumber(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** "0.71 [0.67, 0.75]" or "94 % [91, 96]"; a dash where undefined. */
export function estimateText(estimate: Estimate, style: NumberStyle): string {
  if (estimate.value === undefined || estimate.value === null) return '–';
  const value = formatEstimateNumber(estimate.value, style);
  const interval = intervalText(estimate, style);
  return interval === '' ? value : `${value} ${interval}`;
}

/** "[0.67, 0.75]", or nothing if the estimate has no interval. */
export function intervalText({ low, high }: Estimate, style: NumberStyle): string {
  if (low === undefined || low === null || high === undefined || high === null) return '';
  const bound = (value: number): string =>
    style === 'percent'
      ? formatNumber(value * 100, { maximumFractionDigits: Math.abs(value) < 0.1 && value !== 0 ? 1 : 0 })
      : formatEstimateNumber(value, style);
  return `[${bound(low)}, ${bound(high)}]`;
}
