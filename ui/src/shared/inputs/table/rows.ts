import type { FieldContent } from '../../api/contract';
import { isRecord } from '../input';

/** `null` where a row says nothing. */
export type Cell = string | number | boolean | null;

export interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const isCell = (value: unknown): value is Cell => value === null || typeof value !== 'object';

/**
 * Rows of objects have a column for every name: first those that the schema orders, then the others as they appear; of rows of lists the first names the
 * columns. Undefined if the content is no table.
 */
export function gridOf(content: FieldContent, ordered: readonly string[] = []): Grid | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  if (content.every(isRecord)) {
    const columns = [...new Set([...ordered, ...content.flatMap((row) => Object.keys(row))])];
    const rows = content.map((row) => columns.map((name) => row[name] ?? null));
    return rows.every((row) => row.every(isCell)) ? { columns, rows: rows as Cell[][] } : undefined;
  }
  if (!content.every((row): row is Cell[] => Array.isArray(row) && row.every(isCell))) return undefined;
  const width = Math.max(...content.map((row) => row.length));
  const filled = content.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null));
  const [names = [], ...rows] = filled;
  return { columns: names.map((name) => (name === null ? '' : String(name))), rows };
}

/** Numbers whose digits a browser would lose are texts (`shared/api/read`). */
const isNumber = (cell: Cell | undefined): boolean =>
  typeof cell === 'number' || (typeof cell === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell));

/** Whether a column holds numbers and nothing else: they stand under each other at its end. */
export const isNumeric = ({ rows }: Grid, column: number): boolean =>
  rows.some((row) => row[column] !== null) && rows.every((row) => row[column] === null || isNumber(row[column]));
