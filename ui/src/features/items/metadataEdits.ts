/** Metadata while it is edited: what is sent, what is missing, where somebody else was quicker. Pure. */
import type { MetadataEdit } from '@/shared/api';

export interface DraftField {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly removed: boolean;
  /** Whether it was added in this form: its name can be typed. */
  readonly isNew: boolean;
  /** What it was when the form was opened; undefined if it was not there. */
  readonly was: string | undefined;
}

export const fieldsOf = (metadata: Readonly<Record<string, string>>): DraftField[] =>
  Object.entries(metadata).map(([name, value], id) => ({ id, name, value, removed: false, isNew: false, was: value }));

const wanted = (field: DraftField): string | undefined => (field.removed ? undefined : field.value);

/** What differs from what was there, as it is sent. */
export const editsOf = (fields: readonly DraftField[]): MetadataEdit[] =>
  fields
    .filter((field) => wanted(field) !== field.was)
    .map((field) => {
      const value = wanted(field);
      return {
        name: field.name.trim() === '' ? field.name : field.isNew ? field.name.trim() : field.name,
        ...(field.was === undefined ? {} : { was: field.was }),
        ...(value === undefined ? {} : { value }),
      };
    });

/** By place in the form, what is wrong with a field. What stands there unchanged is never wrong. */
export function faultsOf(fields: readonly DraftField[]): Map<number, 'name' | 'twice' | 'value'> {
  const faults = new Map<number, 'name' | 'twice' | 'value'>();
  fields.forEach((field, at) => {
    if (field.removed) return;
    const name = field.name.trim();
    if (field.isNew && name === '') faults.set(at, 'name');
    else if (field.isNew && fields.some((other, n) => n !== at && other.name.trim() === name)) faults.set(at, 'twice');
    else if (field.value !== field.was && field.value.trim() === '') faults.set(at, 'value');
  });
  return faults;
}

/** By place in the form, what a field that is to be changed has become meanwhile; undefined for one that is gone. */
export function conflictsOf(
  fields: readonly DraftField[],
  now: Readonly<Record<string, string>>,
): Map<number, string | undefined> {
  const conflicts = new Map<number, string | undefined>();
  fields.forEach((field, at) => {
    const name = field.isNew ? field.name.trim() : field.name;
    const is = Object.hasOwn(now, name) ? now[name] : undefined;
    if (wanted(field) !== field.was && is !== field.was && is !== wanted(field)) conflicts.set(at, is);
  });
  return conflicts;
}

/** What takes an edit back. */
export const reversed = ({
  name,
  was,
  value,
}: {
  name: string;
  was?: string | undefined;
  value?: string | undefined;
}): MetadataEdit => ({
  name,
  ...(value === undefined ? {} : { was: value }),
  ...(was === undefined ? {} : { value: was }),
});
