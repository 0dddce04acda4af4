import { useTranslation } from 'react-i18next';
import type { Estimate } from '@/shared/api';
import { formatDuration, formatPercent } from '@/shared/i18n';
import css from './charts.module.css';
import { estimateText } from './estimate';
import { Figure } from './Figure';
import { placeLabels, shareAxis, zeroBasedAxis } from './scales';
import { useWidth } from './useWidth';

export interface SpeedPoint {
  readonly id: string;
  readonly name: string;
  readonly medianActiveMs: number;
  readonly accuracy: Estimate;
  /** Drawn hollow: not a person. */
  readonly hollow?: boolean;
}

const HEIGHT = 240;
const LEFT = 44;
const RIGHT = 8;
const TOP = 10;
const BOTTOM = 40;

/** Speed against accuracy, one point per annotator with its interval; names beside the points. */
export function SpeedAccuracy({ title, sub, points }: { title: string; sub?: string; points: readonly SpeedPoint[] }) {
  const { t } = useTranslation('charts');
  const [ref, width] = useWidth<SVGSVGElement>();
  const drawn = points.filter((point) => point.accuracy.value !== undefined);
  const xAxis = zeroBasedAxis(Math.max(1, ...drawn.map((point) => point.medianActiveMs / 1000)), 4);
  const yAxis = shareAxis(
    drawn.flatMap(({ accuracy }) => [accuracy.value, accuracy.low].filter((v) => v !== undefined)),
    0.5,
  );
  const plotWidth = Math.max(0, width - LEFT - RIGHT);
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const x = (ms: number): number => LEFT + (ms / 1000 / xAxis.domain[1]) * plotWidth;
  const y = (share: number): number =>
    TOP + plotHeight * (1 - (share - yAxis.domain[0]) / (yAxis.domain[1] - yAxis.domain[0]));
  const labels = placeLabels(
    drawn.map((point) => ({
      x: x(point.medianActiveMs),
      y: y(point.accuracy.value ?? 0),
      textWidth: point.name.length * 6.6,
    })),
    { left: LEFT, width, height: HEIGHT - BOTTOM },
    14,
    5,
    drawn.flatMap(({ medianActiveMs, accuracy: { low, high } }) =>
      low === undefined || high === undefined
        ? []
        : [{ x: x(medianActiveMs) - 1, y: y(high), width: 2, height: y(low) - y(high) }],
    ),
  );
  return (
    <Figure
      title={title}
      {...(sub === undefined ? {} : { sub })}
      summary={`${title}: ${drawn
        .map((p) => `${p.name} ${formatDuration(p.medianActiveMs)}, ${estimateText(p.accuracy, 'percent')}`)
        .join('; ')}`}
      table={{
        header: [t('name'), t('medianSeconds'), t('accuracy'), t('low'), t('high'), 'n'],
        rows: points.map((p) => [
          p.name,
          Math.round(p.medianActiveMs / 100) / 10,
          p.accuracy.value ?? '',
          p.accuracy.low ?? '',
          p.accuracy.high ?? '',
          p.accuracy.n,
        ]),
      }}
    >
      <svg ref={ref} className={css.plot} height={HEIGHT} aria-hidden="true">
        {yAxis.ticks.map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={LEFT} x2="100%" y1={y(tick)} y2={y(tick)} />
            <text className={css.axisText} x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {formatPercent(tick)}
            </text>
          </g>
        ))}
        {width > 0 &&
          xAxis.ticks.map((tick) => (
            <text key={tick} className={css.axisText} x={x(tick * 1000)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
              {tick}
            </text>
          ))}
        <text className={css.axisText} x="100%" y={HEIGHT - 4} textAnchor="end">
          {t('secondsPerItem')}
        </text>
        {width > 0 &&
          drawn.map((point) => {
            const { value = 0, low, high } = point.accuracy;
            const cx = x(point.medianActiveMs);
            return (
              <g key={point.id}>
                {low !== undefined && high !== undefined ? (
                  <line className={css.whisker} x1={cx} x2={cx} y1={y(low)} y2={y(high)} opacity={0.55} />
                ) : null}
                <circle className={point.hollow ? css.pointHollow : css.point} cx={cx} cy={y(value)} r={5} />
              </g>
            );
          })}
        {width > 0 &&
          drawn.map((point, index) => {
            const label = labels[index];
            return label ? (
              <text
                key={point.id}
                className={css.pointText}
                x={label.x}
                y={label.y}
                textAnchor={label.anchor}
                dominantBaseline="central"
              >
                {point.name}
              </text>
            ) : null;
          })}
      </svg>
    </Figure>
  );
}
