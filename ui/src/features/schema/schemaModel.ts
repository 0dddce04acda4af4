import type { Question, QuestionType, Schema } from '@/shared/api';
import { defined, kindOf, kinds, type SchemaProblem } from '@/shared/kinds';
import { clean, freeId, slug } from '@/shared/kinds/names';
import { distinct } from '@/shared/kinds/options';

/**
 * The schema as the form edits it, and as YAML shows it. Both are views of one `SchemaDraft`; neither loses what the
 * other knows. Pure: the YAML library is passed in, because it is loaded only when somebody edits a schema.
 */

export type { SchemaProblem };
/** As it is while somebody writes it: ids may be empty or given twice, limits may contradict each other. */
export type SchemaDraft = Schema;
export type QuestionDraft = Question;

/** The part of the `yaml` package this model needs. */
export interface YamlLibrary {
  parseDocument(text: string): {
    errors: readonly { message: string; linePos?: readonly { line: number; col: number }[] | undefined }[];
    toJS(): unknown;
    /** The node at a path, which knows where in the text it stands. */
    getIn(path: readonly (string | number)[], keepScalar: true): unknown;
  };
  stringify(value: unknown, options?: object): string;
}

export const firstSchema = (): SchemaDraft => ({
  inputs: [{ id: 'text', type: 'text', field: 'text' }],
  questions: [
    {
      id: 'sentiment',
      type: 'choice',
      title: 'Sentiment',
      options: [{ id: 'positive' }, { id: 'negative' }, { id: 'neutral' }],
    },
  ],
});

/**
 * The draft as it can be shown while it is being written: every question and option has an id of its own, and ratings end
 * above where they begin. Names that people see stay as they are.
 */
export function answerable(schema: SchemaDraft): SchemaDraft {
  return {
    inputs: schema.inputs.map((input, index) => (input.id === '' ? { ...input, id: `#${index}` } : input)),
    questions: distinct(schema.questions).map((question) => kindOf(question).form.answerable(question)),
  };
}

/** A new question of a type, with what the type needs filled in, under an id nobody uses. */
export function newQuestion(type: QuestionType, schema: SchemaDraft): QuestionDraft {
  const { form } = kinds[type];
  return form.fresh(
    freeId(
      form.name,
      schema.questions.map((question) => question.id),
    ),
    schema,
  );
}

/**
 * The question as another type: what both kinds share stays, what the new kind lacks goes, what it needs is filled in.
 */
export function withType(question: QuestionDraft, type: QuestionType, schema: SchemaDraft): QuestionDraft {
  if (question.type === type) return question;
  const fresh = kinds[type].form.fresh(question.id, schema);
  const known: readonly string[] = [...COMMON_KEYS, ...kinds[type].form.keys];
  const shared = Object.entries(clean(question)).filter(([key]) => known.includes(key) && key !== 'type');
  return { ...fresh, ...Object.fromEntries(shared) } as QuestionDraft;
}

/** What every question may have, in the order people read it. */
const COMMON_KEYS = ['id', 'type', 'title', 'help', 'required', 'ambiguous', 'hotkeys', 'when'] as const;

/** @returns the id that a question would have by its title, which no other has; its own where it has no title */
export function idFor(question: QuestionDraft, index: number, schema: SchemaDraft): string {
  const title = question.title?.trim() ?? '';
  if (title === '') return question.id;
  return freeId(
    slug(title, 'question'),
    schema.questions.filter((_, at) => at !== index).map((other) => other.id),
  );
}

/** Renames a question everywhere it is named, conditions of other questions included. */
export function renameQuestion(schema: SchemaDraft, index: number, id: string): SchemaDraft {
  const old = schema.questions[index]?.id;
  return {
    ...schema,
    questions: schema.questions.map((question, at) => {
      const renamed = at === index ? { ...question, id } : question;
      if (old === undefined || old === '' || !renamed.when || !(old in renamed.when)) return renamed;
      const when = Object.fromEntries(
        Object.entries(renamed.when).map(([key, value]) => [key === old ? id : key, value]),
      );
      return { ...renamed, when };
    }),
  };
}

/** Removes a question, and the conditions of other questions that depended on it. */
export function withoutQuestion(schema: SchemaDraft, index: number): SchemaDraft {
  const gone = schema.questions[index]?.id;
  return {
    ...schema,
    questions: schema.questions
      .filter((_, at) => at !== index)
      .map((question) => {
        if (gone === undefined || !question.when || !(gone in question.when)) return question;
        const { [gone]: _dropped, ...rest } = question.when;
        const { when: _when, ...bare } = question;
        return Object.keys(rest).length > 0 ? { ...bare, when: rest } : bare;
      }),
  };
}

/** Only what differs from the default, in the order people read it. */
export function compact(schema: SchemaDraft): unknown {
  return {
    inputs: schema.inputs.map(({ id, type, field, columns }) => ({
      id,
      type,
      field,
      ...defined({ columns: columns?.length ? columns : undefined }),
    })),
    questions: schema.questions.map((question) => ({
      id: question.id,
      type: question.type,
      ...defined({
        title: question.title,
        help: question.help,
        required: question.required === false ? false : undefined,
      }),
      ...defined(kindOf(question).form.compact(question)),
      ...defined({
        ambiguous: question.ambiguous === false ? false : undefined,
        hotkeys: question.hotkeys === 'none' ? 'none' : undefined,
        when: question.when && Object.keys(question.when).length > 0 ? question.when : undefined,
      }),
    })),
  };
}

/** The schema as YAML: what a person would write by hand. */
export function toYaml(schema: SchemaDraft, yaml: YamlLibrary): string {
  return yaml.stringify(compact(schema), { lineWidth: 100, flowCollectionPadding: false });
}

/** What somebody typed: any value, which the server reads as a schema, or the lines that are no YAML. */
export type TypedYaml =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      /** The line of a path, or of the place it would belong to. */
      lineOf(where: string): number;
    }
  | { readonly kind: 'problems'; readonly problems: readonly SchemaProblem[] };

/** Reads the YAML itself; whether it is a schema, and what it means, is the server's to say. */
export function fromYaml(text: string, yaml: YamlLibrary): TypedYaml {
  const document = yaml.parseDocument(text);
  if (document.errors.length > 0) {
    return {
      kind: 'problems',
      problems: document.errors.map((error) => {
        const line = error.linePos?.[0]?.line;
        return {
          where: line === undefined ? 'yaml' : `line ${line}`,
          what: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'not YAML',
          fix: 'check the indentation and quotes of this line',
          ...(line === undefined ? {} : { line }),
        };
      }),
    };
  }
  return {
    kind: 'value',
    // A text without anything in it is a schema without anything in it.
    value: document.toJS() ?? {},
    lineOf(where) {
      for (let path = steps(where); path.length > 0; path = path.slice(0, -1)) {
        const node = document.getIn(path, true) as { range?: readonly number[] | null } | undefined;
        const start = node?.range?.[0];
        if (start !== undefined) return text.slice(0, start).split('\n').length;
      }
      return 1;
    },
  };
}

/** `questions[0].options[2].id` as the steps of a path; what is not there is looked for one step higher. */
const steps = (where: string): (string | number)[] =>
  (where.match(/[^.[\]]+/g) ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** Where a line begins in a text; lines count from 1. */
export function lineStart(text: string, line: number): number {
  const before = text.split('\n').slice(0, Math.max(0, line - 1));
  return Math.min(
    text.length,
    before.reduce((sum, one) => sum + one.length + 1, 0),
  );
}

interface SavedSchema {
  schema: { inputs: readonly { field: string }[] };
  warnings?: readonly { where: string }[] | undefined;
}

const warned = ({ schema, warnings = [] }: SavedSchema, about: RegExp): string[] =>
  warnings.flatMap(({ where }) => schema.inputs[Number(about.exec(where)?.[1])]?.field ?? []);

/** Columns that a schema shows though no item has them, as the server warned when it was saved. */
export const emptyInputs = (saved: SavedSchema): string[] => warned(saved, /^inputs\[(\d+)\]\.field$/);

/** Columns that hold something else than the way in which they are shown now wants. */
export const unlikeInputs = (saved: SavedSchema): string[] => warned(saved, /^inputs\[(\d+)\]\.type$/);
