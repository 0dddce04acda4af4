import { area, line } from 'd3-shape';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '@/shared/api';
import css from './charts.module.css';
import { formatDay } from './days';
import { estimateText, formatEstimateNumber, type NumberStyle } from './estimate';
import { Figure } from './Figure';
import { shareAxis } from './scales';
import { useWidth } from './useWidth';

const HEIGHT = 160;
const LEFT = 44;
const RIGHT = 48;
const TOP = 8;
const BOTTOM = 22;

/** An estimate over days with its interval as a band; the last value is written at its end. */
export function LineBand({
  title,
  sub,
  points,
  style,
}: {
  title: string;
  sub?: string;
  points: readonly { readonly day: string; readonly estimate: Estimate }[];
  style: NumberStyle;
}) {
  const { t } = useTranslation('charts');
  const [ref, width] = useWidth<SVGSVGElement>();
  const [over, setOver] = useState<number>();
  const known = points
    .filter((point) => point.estimate.value !== undefined)
    .map(({ day, estimate }) => ({
      day,
      at: Date.parse(`${day.slice(0, 10)}T00:00:00Z`),
      estimate,
      value: estimate.value ?? 0,
      low: estimate.low ?? estimate.value ?? 0,
      high: estimate.high ?? estimate.value ?? 0,
    }))
    .sort((a, b) => a.at - b.at);
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return null;
  const yAxis = shareAxis(known.map((point) => point.low));
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const range = Math.max(1, last.at - first.at);
  const x = (at: number): number => LEFT + ((at - first.at) / range) * Math.max(0, width - LEFT - RIGHT);
  const y = (value: number): number =>
    TOP + plotHeight * (1 - (value - yAxis.domain[0]) / (yAxis.domain[1] - yAxis.domain[0]));
  type Known = (typeof known)[number];
  const band = area<Known>()
    .x((point) => x(point.at))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high));
  const path = line<Known>()
    .x((point) => x(point.at))
    .y((point) => y(point.value));
  const shown = over === undefined ? undefined : known[over];
  return (
    <Figure
      title={title}
      {...(sub === undefined ? {} : { sub })}
      readout={
        shown ? `${formatDay(shown.day)}: ${estimateText(shown.estimate, style)} n=${shown.estimate.n}` : undefined
      }
      summary={t('lineSummary', {
        title,
        first: estimateText(first.estimate, style),
        from: formatDay(first.day),
        last: estimateText(last.estimate, style),
        to: formatDay(last.day),
      })}
      table={{
        header: [t('day'), t('value'), t('low'), t('high'), 'n'],
        rows: points.map(({ day, estimate: e }) => [day, e.value ?? '', e.low ?? '', e.high ?? '', e.n]),
      }}
    >
      <svg
        ref={ref}
        className={css.plot}
        height={HEIGHT}
        aria-hidden="true"
        onPointerMove={(event) => {
          const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
          let nearest = 0;
          known.forEach((point, index) => {
            if (Math.abs(x(point.at) - at) < Math.abs(x(known[nearest]?.at ?? 0) - at)) nearest = index;
          });
          setOver(nearest);
        }}
        onPointerLeave={() => setOver(undefined)}
      >
        {yAxis.ticks.map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={LEFT} x2={Math.max(LEFT, width - RIGHT)} y1={y(tick)} y2={y(tick)} />
            <text className={css.axisText} x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {formatEstimateNumber(tick, style)}
            </text>
          </g>
        ))}
        {width > 0 && known.length > 1 ? (
          <>
            <path className={css.band} d={band(known) ?? ''} />
            <path className={css.line} d={path(known) ?? ''} />
          </>
        ) : null}
        {width > 0 && known.length === 1 ? (
          <line className={css.whisker} x1={x(last.at)} x2={x(last.at)} y1={y(last.low)} y2={y(last.high)} />
        ) : null}
        {width > 0 && shown ? <circle className={css.point} cx={x(shown.at)} cy={y(shown.value)} r={4.5} /> : null}
        {width > 0 ? (
          <>
            <circle className={css.point} cx={x(last.at)} cy={y(last.value)} r={4.5} />
            <text className={css.pointText} x={x(last.at) + 9} y={y(last.value)} dominantBaseline="central">
              {formatEstimateNumber(last.value, style)}
            </text>
            <text className={css.axisText} x={LEFT} y={HEIGHT - 4}>
              {formatDay(first.day)}
            </text>
            {known.length > 1 ? (
              <text className={css.axisText} x={x(last.at)} y={HEIGHT - 4} textAnchor="end">
                {formatDay(last.day)}
              </text>
            ) : null}
          </>
        ) : null}
      </svg>
    </Figure>
  );
}
