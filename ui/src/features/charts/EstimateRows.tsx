import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import css from './charts.module.css';
import { estimateText, type NumberStyle } from './estimate';
import { Figure } from './Figure';
import { percentOf, type Span, shareAxis } from './scales';

export interface EstimateRow {
  readonly id: string;
  readonly name: string;
  readonly color?: string | undefined;
  readonly estimate: Estimate;
}

/** Named estimates under each other on one axis: a bar from zero, the interval as a whisker, the numbers in place. */
export function EstimateRows({
  title,
  sub,
  rows,
  style = 'percent',
  domain,
  showN = true,
}: {
  title: string;
  sub?: ReactNode;
  rows: readonly EstimateRow[];
  style?: NumberStyle;
  /** Left out: from zero to one, further down only for negative values. */
  domain?: Span;
  showN?: boolean;
}) {
  const { t } = useTranslation('charts');
  const span =
    domain ??
    shareAxis(rows.flatMap(({ estimate }) => [estimate.value, estimate.low].filter((v) => v !== undefined))).domain;
  return (
    <Figure
      title={title}
      {...(sub === undefined ? {} : { sub })}
      summary={`${title}: ${rows.map((row) => `${row.name} ${estimateText(row.estimate, style)}`).join('; ')}`}
      table={{
        header: [t('name'), t('value'), t('low'), t('high'), 'n'],
        rows: rows.map(({ name, estimate: e }) => [name, e.value ?? '', e.low ?? '', e.high ?? '', e.n]),
      }}
    >
      <div className={css.rowsFrame}>
        <div className={css.rows}>
          {rows.map((row) => (
            <Fragment key={row.id}>
              <span className={css.rowName}>
                {row.color ? <span className={css.swatch} style={{ background: row.color }} /> : null}
                {row.name}
              </span>
              <span className={css.rowNumber}>
                {estimateText(row.estimate, style)}{' '}
                {showN ? <span className={css.dim}>n = {formatNumber(row.estimate.n)}</span> : null}
              </span>
              <EstimateBar estimate={row.estimate} domain={span} color={row.color} />
            </Fragment>
          ))}
        </div>
      </div>
    </Figure>
  );
}

/** The bar alone. All positions are percentages, so it needs no measuring and nothing is distorted. */
export function EstimateBar({
  estimate,
  domain,
  color,
  kind = 'bar',
  marks = [],
}: {
  estimate: Estimate;
  domain: Span;
  color?: string | undefined;
  kind?: 'bar' | 'point';
  /** Values worth comparing with, drawn as short ticks. */
  marks?: readonly number[];
}) {
  const at = (value: number): string => `${percentOf(value, domain)}%`;
  const zero = percentOf(Math.max(0, domain[0]), domain);
  const { value, low, high } = estimate;
  return (
    <svg className={css.rowPlot} height={16} aria-hidden="true">
      <line className={css.grid} x1="0%" x2="100%" y1={8} y2={8} />
      {domain[0] < 0 ? <line className={css.grid} x1={`${zero}%`} x2={`${zero}%`} y1={0} y2={16} /> : null}
      {marks.map((mark) => (
        <line key={mark} className={css.mark} x1={at(mark)} x2={at(mark)} y1={1} y2={15} />
      ))}
      {value !== undefined && kind === 'bar' ? (
        <rect
          className={css.bar}
          x={`${Math.min(zero, percentOf(value, domain))}%`}
          width={`${Math.abs(percentOf(value, domain) - zero)}%`}
          y={3}
          height={10}
          rx={2}
          style={color ? { fill: color } : {}}
        />
      ) : null}
      {low !== undefined && high !== undefined ? (
        <g className={css.whisker}>
          <line x1={at(low)} x2={at(high)} y1={8} y2={8} />
          <line x1={at(low)} x2={at(low)} y1={4} y2={12} />
          <line x1={at(high)} x2={at(high)} y1={4} y2={12} />
        </g>
      ) : null}
      {value !== undefined && kind === 'point' ? (
        <circle className={css.point} cx={at(value)} cy={8} r={4.5} style={color ? { fill: color } : {}} />
      ) : null}
    </svg>
  );
}
