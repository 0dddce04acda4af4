import type { Input, Option, Question, QuestionType, Schema } from '@/shared/api';
import { INPUT_TYPES } from '@/shared/inputs';
import { defined, KINDS, kindOf, kinds, type SchemaProblem, type SchemaReader } from '@/shared/kinds';
import { clean, freeId } from '@/shared/kinds/names';
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

export type ParsedYaml =
  | { readonly kind: 'schema'; readonly schema: SchemaDraft }
  | { readonly kind: 'problems'; readonly problems: readonly SchemaProblem[] };

/** Reads what somebody typed. Only the shape is judged here; what the words mean is the server's to check. */
export function fromYaml(text: string, yaml: YamlLibrary): ParsedYaml {
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
  const parsed = readSchema(document.toJS());
  if (parsed.kind === 'schema') return parsed;
  const line = (where: string): number => {
    for (let path = steps(where); path.length > 0; path = path.slice(0, -1)) {
      const node = document.getIn(path, true) as { range?: readonly number[] | null } | undefined;
      const start = node?.range?.[0];
      if (start !== undefined) return text.slice(0, start).split('\n').length;
    }
    return 1;
  };
  return { kind: 'problems', problems: parsed.problems.map((problem) => ({ ...problem, line: line(problem.where) })) };
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

/** Any JSON-like value as a schema, or every place where its shape is wrong. */
export function readSchema(value: unknown): ParsedYaml {
  const problems: SchemaProblem[] = [];
  const wrong = (where: string, what: string, fix: string): void => {
    problems.push({ where, what, fix });
  };
  if (!isMap(value)) {
    wrong('schema', 'is empty or not a map', 'begin with "inputs:" and "questions:"');
    return { kind: 'problems', problems };
  }
  const unknownKeys = (map: Record<string, unknown>, known: readonly string[], where: string): void => {
    for (const key of Object.keys(map)) {
      if (!known.includes(key)) wrong(`${where}.${key}`, `unknown key "${key}"`, `known here: ${known.join(', ')}`);
    }
  };
  const list = (key: string): unknown[] => {
    const found = value[key];
    if (Array.isArray(found)) return found;
    wrong(key, found === undefined ? 'is missing' : 'is not a list', `write "${key}:" and a list with "- "`);
    return [];
  };
  const string = (map: Record<string, unknown>, key: string, where: string): string | undefined => {
    const found = map[key];
    if (found === undefined || found === null) return undefined;
    if (typeof found === 'string') return found;
    if (typeof found === 'number' || typeof found === 'boolean') return String(found);
    wrong(`${where}.${key}`, 'is not text', 'write a word or a quoted sentence');
    return undefined;
  };
  const needed = (map: Record<string, unknown>, key: string, where: string): string => {
    const found = string(map, key, where);
    if (found === undefined || found === '') wrong(`${where}.${key}`, 'is missing', `add "${key}: ..."`);
    return found ?? '';
  };
  const number = (map: Record<string, unknown>, key: string, where: string): number | undefined => {
    const found = map[key];
    if (found === undefined || found === null) return undefined;
    if (typeof found === 'number' && Number.isFinite(found)) return found;
    wrong(`${where}.${key}`, 'is not a number', 'write a whole number');
    return undefined;
  };
  const names = (map: Record<string, unknown>, key: string, where: string): string[] | undefined => {
    const found = map[key];
    if (found === undefined || found === null) return undefined;
    if (Array.isArray(found)) return found.map(String);
    wrong(`${where}.${key}`, 'is not a list', 'write [first, second]');
    return undefined;
  };
  const truth = (map: Record<string, unknown>, key: string, where: string): boolean | undefined => {
    const found = map[key];
    if (found === undefined || found === null) return undefined;
    if (typeof found === 'boolean') return found;
    wrong(`${where}.${key}`, 'is neither true nor false', 'write true or false');
    return undefined;
  };
  const oneOf = <T extends string>(found: string, allowed: readonly T[], where: string): T => {
    if ((allowed as readonly string[]).includes(found)) return found as T;
    if (found !== '') wrong(where, `"${found}" is not known`, `one of ${allowed.join(', ')}`);
    return allowed[0] as T;
  };

  unknownKeys(value, ['inputs', 'questions'], 'schema');
  const inputs = list('inputs').map((entry, index): Input => {
    const where = `inputs[${index}]`;
    if (!isMap(entry)) {
      wrong(where, 'is not a map', 'write "- {id: text, type: text, field: text}"');
      return { id: '', type: 'text', field: '' };
    }
    unknownKeys(entry, ['id', 'type', 'field', 'columns'], where);
    return {
      id: needed(entry, 'id', where),
      type: oneOf(needed(entry, 'type', where), INPUT_TYPES, `${where}.type`),
      field: needed(entry, 'field', where),
      ...defined({ columns: names(entry, 'columns', where) }),
    };
  });
  const readOption = (option: unknown, place: string): Option => {
    if (typeof option === 'string' || typeof option === 'number' || typeof option === 'boolean')
      return { id: String(option) };
    if (!isMap(option)) {
      wrong(place, 'is neither a word nor a map', 'write a word, or {id: ..., title: ...}');
      return { id: '' };
    }
    unknownKeys(option, ['id', 'title', 'color', 'hotkey', 'help'], place);
    return {
      id: needed(option, 'id', place),
      ...defined({
        title: string(option, 'title', place),
        color: string(option, 'color', place),
        hotkey: string(option, 'hotkey', place),
        help: string(option, 'help', place),
      }),
    };
  };
  const readerOf = (entry: Record<string, unknown>, where: string): SchemaReader => ({
    string: (key) => string(entry, key, where),
    number: (key) => number(entry, key, where),
    truth: (key) => truth(entry, key, where),
    raw: (key) => entry[key],
    options() {
      const { options } = entry;
      if (Array.isArray(options)) return options.map((option, at) => readOption(option, `${where}.options[${at}]`));
      if (options !== undefined && options !== null)
        wrong(`${where}.options`, 'is not a list', 'write [first, second]');
      return [];
    },
  });
  const questions = list('questions').map((entry, index): QuestionDraft => {
    const where = `questions[${index}]`;
    if (!isMap(entry)) {
      wrong(where, 'is not a map', 'write "- id: ..." and "type: ..." below it');
      return kinds.choice.form.fresh('', { inputs });
    }
    const type = oneOf(needed(entry, 'type', where), KINDS, `${where}.type`);
    const { form } = kinds[type];
    unknownKeys(entry, [...COMMON_KEYS, ...form.keys], where);
    const own = form.read(readerOf(entry, where));
    const { when } = entry;
    const hotkeys = string(entry, 'hotkeys', where);
    const common = {
      id: needed(entry, 'id', where),
      type,
      title: string(entry, 'title', where),
      help: string(entry, 'help', where),
      required: truth(entry, 'required', where),
      ambiguous: truth(entry, 'ambiguous', where),
      hotkeys: hotkeys === undefined ? undefined : oneOf(hotkeys, ['auto', 'none'] as const, `${where}.hotkeys`),
      when: isMap(when)
        ? Object.fromEntries(Object.entries(when).map(([k, v]) => [k, (Array.isArray(v) ? v : [v]).map(String)]))
        : undefined,
    };
    return clean({ ...common, ...own }) as QuestionDraft;
  });
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'schema', schema: { inputs, questions } };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
