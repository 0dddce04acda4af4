import { useTranslation } from 'react-i18next';
import type { ViewProps } from '../input';
import { Plain } from '../Plain';
import { type Cell, gridOf, isNumeric } from './rows';
import css from './table.module.css';

/** More rows than this scroll by themselves, below their header. */
const LONG = 20;

export function TableView({ input, content }: ViewProps) {
  const { t } = useTranslation('inputs');
  const grid = gridOf(content, input.columns);
  if (!grid) return <Plain content={content} />;
  const numeric = grid.columns.map((_, column) => isNumeric(grid, column) || undefined);
  return (
    <section
      className={css.scroller}
      data-long={grid.rows.length > LONG || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself, so the keyboard must reach it
      tabIndex={0}
      aria-label={t('rows', { count: grid.rows.length })}
    >
      <table className={css.table}>
        <thead>
          <tr>
            {grid.columns.map((name, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
              <th key={column} scope="col" data-numeric={numeric[column]} dir="auto">
                <div className={css.cell}>{name}</div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and their order never changes
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={column} data-numeric={numeric[column]} dir="auto">
                  <div className={css.cell}>
                    <Said cell={cell} />
                  </div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Said({ cell }: { cell: Cell }) {
  const { t } = useTranslation('inputs');
  return cell === null ? <span className={css.nothing}>{t('nothing')}</span> : String(cell);
}
