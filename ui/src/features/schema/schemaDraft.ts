/** What has been changed of a schema and not saved: kept in the tab, so that going to another page loses nothing. */
import { compact, type SchemaDraft } from './schemaModel';

export interface UnsavedSchema {
  /** The version the changes began from. */
  readonly basedOn: number;
  readonly schema: SchemaDraft;
  /** YAML that cannot be read yet; `schema` is then the last that could. */
  readonly unread: string | undefined;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const nameOf = (project: string): string => `cupel.schema.${project}`;

/** Whether both mean the same: defaults that are written out, and the order of keys, make no difference. */
export const sameSchema = (one: SchemaDraft, other: SchemaDraft): boolean =>
  JSON.stringify(compact(one)) === JSON.stringify(compact(other));

/** Whether there is anything to lose. */
export const isUnsaved = (draft: UnsavedSchema | undefined, saved: SchemaDraft): draft is UnsavedSchema =>
  draft !== undefined && (draft.unread !== undefined || !sameSchema(draft.schema, saved));

/** Keeps the draft for this tab; without one, nothing is kept. */
export function keepDraft(store: Store, project: string, draft: UnsavedSchema | undefined): void {
  if (draft) store.setItem(nameOf(project), JSON.stringify(draft));
  else store.removeItem(nameOf(project));
}

/** The draft that was kept, if it still differs from what is saved. */
export function keptDraft(store: Store, project: string, saved: SchemaDraft): UnsavedSchema | undefined {
  try {
    const stored: unknown = JSON.parse(store.getItem(nameOf(project)) ?? 'null');
    if (stored === null || typeof stored !== 'object') return undefined;
    const { basedOn, schema, unread } = stored as Record<string, unknown>;
    if (typeof basedOn !== 'number' || schema === null || typeof schema !== 'object') return undefined;
    const { inputs, questions } = schema as Record<string, unknown>;
    if (!Array.isArray(inputs) || !Array.isArray(questions)) return undefined;
    const draft: UnsavedSchema = {
      basedOn,
      schema: schema as SchemaDraft,
      unread: typeof unread === 'string' ? unread : undefined,
    };
    return isUnsaved(draft, saved) ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** What is left to save once `sent` has been saved as `version`: what was changed while it was on its way. */
export function leftToSave(
  now: UnsavedSchema | undefined,
  sent: UnsavedSchema,
  version: number,
): UnsavedSchema | undefined {
  return now === undefined || now === sent ? undefined : { ...now, basedOn: version };
}
