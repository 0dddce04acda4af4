import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n';
import css from './charts.module.css';
import { formatDay } from './days';
import { Figure } from './Figure';
import { type DayValue, everyDay, zeroBasedAxis } from './scales';
import { useWidth } from './useWidth';

const HEIGHT = 132;
const TOP = 8;
const BOTTOM = 22;
const LEFT = 36;

/** One bar per calendar day, from zero; empty days are shown as empty. */
export function DayBars({ title, days, unit }: { title: string; days: readonly DayValue[]; unit: string }) {
  const { t } = useTranslation('charts');
  const [ref, width] = useWidth<SVGSVGElement>();
  const [over, setOver] = useState<number>();
  const all = everyDay(days);
  const total = all.reduce((sum, day) => sum + day.value, 0);
  const axis = zeroBasedAxis(Math.max(0, ...all.map((day) => day.value)));
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const y = (value: number): number => TOP + plotHeight * (1 - value / axis.domain[1]);
  const step = Math.min(40, Math.max(0, width - LEFT) / Math.max(1, all.length));
  const gap = Math.min(4, step * 0.2);
  const first = all[0];
  const last = all.at(-1);
  const shown = over === undefined ? undefined : all[over];
  return (
    <Figure
      title={title}
      readout={shown ? `${formatDay(shown.day)}: ${formatNumber(shown.value)}` : undefined}
      summary={t('dayBarsSummary', {
        title,
        total: formatNumber(total),
        unit,
        from: first ? formatDay(first.day) : '',
        to: last ? formatDay(last.day) : '',
      })}
      table={{ header: [t('day'), unit], rows: all.map((day) => [day.day, day.value]) }}
    >
      <svg
        ref={ref}
        className={css.plot}
        height={HEIGHT}
        aria-hidden="true"
        onPointerMove={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
          const at = Math.floor(x / step);
          setOver(at >= 0 && at < all.length ? at : undefined);
        }}
        onPointerLeave={() => setOver(undefined)}
      >
        {axis.ticks.map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={LEFT} x2="100%" y1={y(tick)} y2={y(tick)} />
            <text className={css.axisText} x={LEFT - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {formatNumber(tick, { notation: 'compact' })}
            </text>
          </g>
        ))}
        {width > 0 &&
          all.map((day, index) => (
            <rect
              key={day.day}
              className={over === undefined || over === index ? css.bar : css.barQuiet}
              x={LEFT + index * step + gap / 2}
              width={Math.max(1, step - gap)}
              y={y(day.value)}
              height={Math.max(0, TOP + plotHeight - y(day.value))}
              rx={Math.min(2, step / 6)}
            />
          ))}
        {first && (
          <text className={css.axisText} x={LEFT} y={HEIGHT - 4}>
            {formatDay(first.day)}
          </text>
        )}
        {last && all.length * step > 130 && (
          <text className={css.axisText} x={LEFT + all.length * step} y={HEIGHT - 4} textAnchor="end">
            {formatDay(last.day)}
          </text>
        )}
      </svg>
    </Figure>
  );
}
