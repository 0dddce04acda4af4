import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './charts.module.css';
import { tabSeparated } from './scales';

export interface FigureTable {
  readonly header: readonly string[];
  /** Numbers are set in the end column of a spreadsheet's eye: right-aligned. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/**
 * The frame of every plot: a title, one line of what it says, the plot, and the same numbers as a table one click away,
 * which is also what assistive technology and the clipboard get.
 */
export function Figure({
  title,
  sub,
  readout,
  summary,
  table,
  children,
}: {
  title: string;
  sub?: ReactNode;
  /** What the pointer is on; replaces nothing, sits beside the title. */
  readout?: ReactNode;
  /** The plot in one sentence, for people who do not see it. */
  summary: string;
  table: FigureTable;
  children: ReactNode;
}) {
  const { t } = useTranslation('charts');
  const [asTable, setAsTable] = useState(false);
  const [copied, setCopied] = useState(false);
  const titleId = useId();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(tabSeparated(table.header, table.rows));
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <figure className={css.figure} aria-labelledby={titleId}>
      <div className={css.head}>
        <figcaption id={titleId} className={css.title}>
          {title}
        </figcaption>
        {readout ? <span className={css.readout}>{readout}</span> : null}
        {asTable ? (
          <button type="button" className={css.switch} onClick={copy}>
            {copied ? t('copied') : t('copy')}
          </button>
        ) : null}
        <button type="button" className={css.switch} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('asPlot') : t('asTable')}
        </button>
      </div>
      {sub ? <div className={css.sub}>{sub}</div> : null}
      {asTable ? (
        <div className={css.scroll}>
          <PlainTable table={table} />
        </div>
      ) : (
        <div role="img" aria-label={summary}>
          {children}
        </div>
      )}
    </figure>
  );
}

function PlainTable({ table }: { table: FigureTable }) {
  const numeric = table.header.map((_, column) => table.rows.every((row) => typeof row[column] === 'number'));
  return (
    <table className={css.plain}>
      <thead>
        <tr>
          {table.header.map((name, column) => (
            <th key={name} scope="col" className={numeric[column] ? css.number : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.join('\t')}>
            {row.map((cell, column) => (
              <td key={table.header[column]} className={numeric[column] ? css.number : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
