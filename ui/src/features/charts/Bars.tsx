import type { CSSProperties } from 'react';
import { formatPercent } from '@/shared/i18n';
import css from './charts.module.css';
import { split } from './scales';

/** One item's votes as one bar; always shown with the counts in words, never by colour alone. */
export function SplitBar({
  votes,
  label,
}: {
  votes: readonly { readonly id: string; readonly name: string; readonly color: string; readonly count: number }[];
  label?: string;
}) {
  const parts = split(votes);
  const words = parts.map((part) => `${part.name} ${part.count}`).join(', ');
  return (
    <div className={css.figure}>
      <div className={css.splitBar} role="img" aria-label={label ? `${label}: ${words}` : words}>
        {parts.map((part) => (
          <div
            key={part.id}
            className={css.splitPart}
            title={`${part.name} ${part.count}`}
            style={{ '--swatch': part.color, flexGrow: part.share, flexBasis: 0 } as CSSProperties}
          />
        ))}
      </div>
    </div>
  );
}

/** How far: done, begun (hatched), open. */
export function Meter({ done, begun, total, label }: { done: number; begun: number; total: number; label: string }) {
  const share = (part: number): string => `${total === 0 ? 0 : (part / total) * 100}%`;
  return (
    <div className={css.figure}>
      <div
        className={css.meter}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={total === 0 ? 0 : Math.round((done / total) * 100)}
        aria-valuetext={formatPercent(total === 0 ? 0 : done / total)}
      >
        <div className={css.meterDone} style={{ width: share(done) }} />
        <div className={css.meterHalf} style={{ width: share(begun) }} />
      </div>
    </div>
  );
}
