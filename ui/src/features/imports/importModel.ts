/** What an import will do, as far as a preview of the file tells: pure, so it is tested without a file or a server. */
import type { ImportPreview, Job, LabelersSee, Schema } from '@/shared/api';
import { inputOf } from '@/shared/inputs';

/** The first bytes a preview is made from. */
export const PREVIEW_BYTES = 256 * 1024;

/** `refused`: because of this column the whole file is not imported. */
export type ColumnRole = 'key' | 'field' | 'gold' | 'metadata' | 'refused';

export interface ImportPlan {
  readonly columns: readonly {
    readonly name: string;
    readonly role: ColumnRole;
    /** Its name says that it may hold what labelers are to find out. */
    readonly answerLike: boolean;
    readonly examples: readonly string[];
  }[];
  /** The column that names items; undefined: the server makes a key from the text. */
  readonly keyColumn: string | undefined;
  /** Fields the schema shows that the file lacks. As long as there is one, nothing can be imported. */
  readonly missingFields: readonly string[];
  /** Column names that differ from a missing field only in case, blanks, `-` or `_`, by field. */
  readonly nearMisses: Readonly<Record<string, string>>;
  /** Why the server would refuse the whole file; fields that are missing are told by `missingFields`. */
  readonly refusal: { readonly what: string; readonly fix: string } | undefined;
  /** Whether annotations can come along: in one of our own files, read as such. */
  readonly annotations: boolean;
}

/** How a file for a schema may begin: a table, or lines of JSON where something that is shown is no text. */
export function exampleOf({ inputs }: Pick<Schema, 'inputs'>): string {
  const fields = Object.fromEntries(inputs.map((input) => [input.field, inputOf(input).example]));
  const names = Object.keys(fields);
  if (Object.values(fields).some((example) => typeof example === 'object'))
    return JSON.stringify({ id: 'r-1', ...fields, lang: 'en' });
  const row = names.map((name) => `"${String(fields[name])}"`);
  return `${['id', ...names, 'lang'].join(',')}\n${['r-1', ...row, 'en'].join(',')}`;
}

const loose = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/**
 * @param keyColumn what the person chose: a column, `null` for none (a key made from the text), `undefined` for what
 *   the file suggests
 */
export function planImport(preview: ImportPreview, keyColumn?: string | null): ImportPlan {
  const names = preview.columns.map((column) => column.name);
  const suggested =
    preview.suggestedKey !== undefined && names.includes(preview.suggestedKey) ? preview.suggestedKey : undefined;
  const key =
    keyColumn === null ? undefined : keyColumn !== undefined && names.includes(keyColumn) ? keyColumn : suggested;
  const nearMisses: Record<string, string> = {};
  for (const field of preview.missingFields) {
    const near = names.find((name) => name !== field && loose(name) === loose(field));
    if (near !== undefined) nearMisses[field] = near;
  }
  const refusal = preview.missingFields.length > 0 ? undefined : preview.refusal;
  const roleOf = (column: ImportPreview['columns'][number]): ColumnRole => {
    if (column.name === refusal?.where) return 'refused';
    // A field stays a field when it is also the key: it is still shown to labelers.
    if (column.name === key && column.role !== 'field') return 'key';
    return column.role === 'key' ? 'metadata' : column.role;
  };
  return {
    columns: preview.columns.map((column) => ({
      name: column.name,
      answerLike: column.answerLike,
      examples: column.examples,
      role: roleOf(column),
    })),
    keyColumn: key,
    missingFields: preview.missingFields,
    nearMisses,
    refusal,
    // With another column as key the file is read as any other.
    annotations: preview.annotations && key === suggested,
  };
}

/** What labelers see, with one column shown or hidden: the key, or a column of metadata. */
export function withColumn(see: LabelersSee, column: { name: string; role: ColumnRole }, shown: boolean): LabelersSee {
  if (column.role === 'key') return { ...see, key: shown };
  const others = see.metadata.filter((name) => name !== column.name);
  return { ...see, metadata: shown ? [...others, column.name] : others };
}

export const isShown = (see: LabelersSee, column: { name: string; role: ColumnRole }): boolean =>
  column.role === 'field' || (column.role === 'key' ? see.key : see.metadata.includes(column.name));

/** Whether labelers may be shown the column, if somebody says so. */
export const mayBeShown = (column: { role: ColumnRole }): boolean =>
  column.role !== 'gold' && column.role !== 'refused';

export const canImport = (plan: ImportPlan): boolean => plan.missingFields.length === 0 && plan.refusal === undefined;

/** The query of `POST .../imports`: `keyColumn` only where a person or the file chose one, `annotations` only if they come. */
export function importQuery(plan: ImportPlan, fileName: string, { annotations = false } = {}) {
  const come = annotations && plan.annotations;
  return { fileName, format: 'auto', keyColumn: plan.keyColumn, ...(come ? { annotations: true } : {}) };
}

/** What became of annotations, beside what became of rows: how many came, and what else there is; empty if none were asked for. */
export function annotationTally({ summary }: Pick<Job, 'summary'>) {
  const names = ['annotationsAdded', 'annotationsUnchanged', 'annotationsKept', 'annotatorsAdded'] as const;
  return summary.annotationsAdded === undefined
    ? []
    : names
        .map((name) => ({ name, count: Number(summary[name] ?? 0) }))
        .filter(({ name, count }) => count > 0 || name === 'annotationsAdded');
}

/** How an import came out, once it has ended: everything that can be stored is in, a part of it, or nothing. */
export function importEnding(job: Pick<Job, 'state' | 'summary'>): 'whole' | 'part' | 'nothing' | 'cancelled' {
  const stored = ['added', 'fromBin', 'updated', 'unchanged'].reduce(
    (sum, name) => sum + Number(job.summary[name] ?? 0),
    0,
  );
  if (job.state === 'done') return 'whole';
  if (stored > 0) return 'part';
  return job.state === 'cancelled' ? 'cancelled' : 'nothing';
}

/** Accepted by ending; the server looks at the content, this only catches pictures and spreadsheets early. */
export function fileKind(fileName: string): 'table' | 'spreadsheet' | 'compressed' | 'unknown' {
  const name = fileName.toLowerCase();
  if (/\.(csv|tsv|json|jsonl|ndjson|txt)$/.test(name)) return 'table';
  if (/\.(xlsx?|ods|numbers)$/.test(name)) return 'spreadsheet';
  if (/\.(zip|gz|bz2|xz|7z|zst|tar)$/.test(name)) return 'compressed';
  return 'unknown';
}

/** Rejected rows as CSV, for the person who repairs the file. */
export function problemsAsCsv(
  problems: readonly { line: number; column?: string | undefined; what: string; fix: string }[],
): string {
  const cell = (value: string): string => {
    // A leading sign would be run as a formula by spreadsheets.
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = problems.map(({ line, column, what, fix }) =>
    [String(line), column ?? '', what, fix].map(cell).join(','),
  );
  return ['line,column,what,fix', ...rows].map((row) => `${row}\r\n`).join('');
}
