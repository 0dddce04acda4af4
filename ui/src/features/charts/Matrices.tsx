import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '@/shared/api';
import { formatNumber } from '@/shared/i18n';
import css from './charts.module.css';
import { estimateText } from './estimate';

const tint = (share: number): CSSProperties =>
  ({ '--tint': `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` }) as CSSProperties;

/**
 * What an annotator says (columns) when something is true (rows). A table, because it is one: shaded cells with the
 * numbers inside; right answers blue on the diagonal, wrong ones orange.
 */
export function ConfusionMatrix({
  title,
  labels,
  rows,
  counts,
  nameOf,
}: {
  title: string;
  labels: readonly string[];
  /** `rows[true][said]`, probabilities in [0, 1]. */
  rows: readonly (readonly number[])[];
  counts: readonly (readonly number[])[];
  nameOf: (label: string) => string;
}) {
  const { t } = useTranslation('charts');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a matrix wider than its place is scrolled with the arrow keys
    <section className={`${css.figure} ${css.scroll}`} tabIndex={0} aria-label={title}>
      <table className={css.matrix}>
        <caption className={css.hidden}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('trueSaid')}</th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {nameOf(label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, row) => (
            <tr key={label}>
              <th scope="row">{nameOf(label)}</th>
              {labels.map((said, column) => {
                const share = rows[row]?.[column] ?? 0;
                return (
                  <td key={said} className={row === column ? css.cellRight : css.cellWrong} style={tint(share)}>
                    {formatNumber(share, { style: 'percent', maximumFractionDigits: 0 })}
                    <span className={css.cellCount}>
                      {formatNumber(counts[row]?.[column] ?? 0, { maximumFractionDigits: 0 })}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly percent: Estimate;
  readonly kappa: Estimate;
}

/** How well any two annotators agree, names by names: kappa shaded, items in common below it. */
export function PairMatrix({
  title,
  names,
  pairs,
}: {
  title: string;
  /** In the order shown. */
  names: readonly { readonly id: number; readonly name: string }[];
  pairs: readonly Pair[];
}) {
  const { t } = useTranslation('charts');
  const byPair = new Map(
    pairs.flatMap((pair) => [[`${pair.a}/${pair.b}`, pair] as const, [`${pair.b}/${pair.a}`, pair] as const]),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a matrix wider than its place is scrolled with the arrow keys
    <section className={`${css.figure} ${css.scroll}`} tabIndex={0} aria-label={title}>
      <table className={css.matrix}>
        <caption className={css.hidden}>{title}</caption>
        <thead>
          <tr>
            <td />
            {names.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {names.map((column) => {
                if (row.id === column.id) return <td key={column.id} className={css.cellSelf} />;
                const pair = byPair.get(`${row.id}/${column.id}`);
                if (!pair || pair.n === 0)
                  return (
                    <td key={column.id} className={css.dim} title={t('noneInCommon')}>
                      –
                    </td>
                  );
                return (
                  <td
                    key={column.id}
                    className={css.cellRight}
                    style={tint(pair.kappa.value ?? 0)}
                    title={`${row.name} × ${column.name}: κ ${estimateText(pair.kappa, 'coefficient')}, ${estimateText(pair.percent, 'percent')}, n=${pair.n}`}
                  >
                    {pair.kappa.value === undefined
                      ? '–'
                      : formatNumber(pair.kappa.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
                    <span className={css.cellCount}>n={formatNumber(pair.n)}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
