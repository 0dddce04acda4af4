/**
 * The schema as the form edits it, and as YAML shows it. Both are views of one `SchemaDraft`; neither loses what the
 * other knows. Pure: the YAML library is passed in, because it is loaded only when somebody edits a schema.
 */

export type QuestionType = 'choice' | 'choices' | 'rating';
export type InputType = 'text' | 'markdown';

export interface OptionDraft {
  id: string;
  title?: string;
  color?: string;
  hotkey?: string;
  help?: string;
}

export interface QuestionDraft {
  id: string;
  type: QuestionType;
  title?: string;
  help?: string;
  required?: boolean;
  options?: OptionDraft[];
  min?: number;
  max?: number;
  step?: number;
  minLabel?: string;
  maxLabel?: string;
  ambiguous?: boolean;
  hotkeys?: 'auto' | 'none';
  when?: Record<string, string[]>;
}

export interface InputDraft {
  id: string;
  type: InputType;
  field: string;
}

export interface SchemaDraft {
  inputs: InputDraft[];
  questions: QuestionDraft[];
}

/** A problem with its place: `where` is a path such as `questions[0].options[2].id`, `line` counts from 1. */
export interface SchemaProblem {
  readonly where: string;
  readonly what: string;
  readonly fix: string;
  readonly line?: number;
}

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
  const unique = <T extends { id: string; title?: string }>(all: readonly T[]): T[] => {
    const seen = new Set<string>();
    return all.map((one, index) => {
      const id = one.id === '' || seen.has(one.id) ? `${one.id}#${index}` : one.id;
      seen.add(one.id);
      return id === one.id ? one : { ...one, id, title: one.title ?? (one.id || '…') };
    });
  };
  return {
    inputs: schema.inputs.map((input, index) => (input.id === '' ? { ...input, id: `#${index}` } : input)),
    questions: unique(schema.questions).map((question) => {
      const step = question.step !== undefined && question.step > 0 ? question.step : 1;
      return {
        ...question,
        ...(question.options ? { options: unique(question.options) } : {}),
        ...(question.type === 'rating' ? { step, max: Math.max(question.max ?? 5, (question.min ?? 1) + step) } : {}),
      };
    }),
  };
}

/** An id made from what a person typed: lower case ASCII words joined by `_`, at most 40 characters, never empty. */
export function slug(title: string, fallback: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '');
  const id = plain === '' ? fallback : plain;
  return /^[a-z]/.test(id) ? id : `${fallback}_${id}`.slice(0, 40);
}

/** `wanted`, or `wanted_2`, `wanted_3`, ... if it is taken. */
export function freeId(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let n = 2; ; n++) {
    const candidate = `${wanted}_${n}`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** Moves one entry by `step` places; at an end it stays. */
export function moved<T>(list: readonly T[], index: number, step: -1 | 1): T[] {
  const target = index + step;
  const result = [...list];
  if (index < 0 || index >= list.length || target < 0 || target >= list.length) return result;
  const [entry] = result.splice(index, 1);
  result.splice(target, 0, entry as T);
  return result;
}

/** A new question of a type, with what the type needs filled in, under an id nobody uses. */
export function newQuestion(type: QuestionType, taken: readonly string[]): QuestionDraft {
  switch (type) {
    case 'choice':
      return { id: freeId('question', taken), type, options: [{ id: 'yes' }, { id: 'no' }] };
    case 'choices':
      return { id: freeId('topics', taken), type, options: [{ id: 'topic_a' }, { id: 'topic_b' }] };
    case 'rating':
      return { id: freeId('rating', taken), type, min: 1, max: 5 };
  }
}

/**
 * The question as another type: what both kinds share stays, what the new kind lacks goes, what it needs is filled in.
 */
export function withType(question: QuestionDraft, type: QuestionType): QuestionDraft {
  if (question.type === type) return question;
  const { options, min, max, step, minLabel, maxLabel, ...shared } = question;
  if (type === 'rating') return { ...shared, type, min: min ?? 1, max: max ?? 5 };
  return { ...shared, type, options: options ?? [{ id: 'yes' }, { id: 'no' }] };
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

/** Only what differs from the default, in the order people read it; bare strings for options that are just an id. */
export function compact(schema: SchemaDraft): unknown {
  const option = (o: OptionDraft): unknown => {
    const { id, title, color, hotkey, help } = o;
    const extras = defined({ title: title === id ? undefined : title, color, hotkey, help });
    return Object.keys(extras).length === 0 ? id : { id, ...extras };
  };
  return {
    inputs: schema.inputs.map(({ id, type, field }) => ({ id, type, field })),
    questions: schema.questions.map((q) => ({
      id: q.id,
      type: q.type,
      ...defined({
        title: q.title,
        help: q.help,
        required: q.required === false ? false : undefined,
        options: q.type === 'rating' ? undefined : (q.options ?? []).map(option),
        min: q.type === 'rating' ? q.min : undefined,
        max: q.type === 'rating' ? q.max : undefined,
        step: q.type === 'rating' && q.step !== 1 ? q.step : undefined,
        minLabel: q.minLabel,
        maxLabel: q.maxLabel,
        ambiguous: q.ambiguous === false ? false : undefined,
        hotkeys: q.hotkeys === 'none' ? 'none' : undefined,
        when: q.when && Object.keys(q.when).length > 0 ? q.when : undefined,
      }),
    })),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined && v !== '')) as Defined<T>;
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
  const inputs = list('inputs').map((entry, index): InputDraft => {
    const where = `inputs[${index}]`;
    if (!isMap(entry)) {
      wrong(where, 'is not a map', 'write "- {id: text, type: text, field: text}"');
      return { id: '', type: 'text', field: '' };
    }
    unknownKeys(entry, ['id', 'type', 'field'], where);
    return {
      id: needed(entry, 'id', where),
      type: oneOf(needed(entry, 'type', where), ['text', 'markdown'], `${where}.type`),
      field: needed(entry, 'field', where),
    };
  });
  const questions = list('questions').map((entry, index): QuestionDraft => {
    const where = `questions[${index}]`;
    if (!isMap(entry)) {
      wrong(where, 'is not a map', 'write "- id: ..." and "type: ..." below it');
      return { id: '', type: 'choice', options: [] };
    }
    unknownKeys(entry, QUESTION_KEYS, where);
    const type = oneOf(needed(entry, 'type', where), ['choice', 'choices', 'rating'], `${where}.type`);
    const rawOptions = entry.options;
    let options: OptionDraft[] | undefined;
    if (Array.isArray(rawOptions)) {
      options = rawOptions.map((option, at): OptionDraft => {
        const place = `${where}.options[${at}]`;
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
      });
    } else if (rawOptions !== undefined && rawOptions !== null) {
      wrong(`${where}.options`, 'is not a list', 'write [first, second]');
    }
    const when = entry.when;
    const hotkeys = string(entry, 'hotkeys', where);
    return {
      id: needed(entry, 'id', where),
      type,
      ...(options ? { options } : {}),
      ...defined({
        title: string(entry, 'title', where),
        help: string(entry, 'help', where),
        required: truth(entry, 'required', where),
        min: number(entry, 'min', where),
        max: number(entry, 'max', where),
        step: number(entry, 'step', where),
        minLabel: string(entry, 'minLabel', where),
        maxLabel: string(entry, 'maxLabel', where),
        ambiguous: truth(entry, 'ambiguous', where),
        hotkeys: hotkeys === undefined ? undefined : oneOf(hotkeys, ['auto', 'none'] as const, `${where}.hotkeys`),
        when: isMap(when)
          ? Object.fromEntries(Object.entries(when).map(([k, v]) => [k, (Array.isArray(v) ? v : [v]).map(String)]))
          : undefined,
      }),
    };
  });
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'schema', schema: { inputs, questions } };
}

const QUESTION_KEYS = [
  'id',
  'type',
  'title',
  'help',
  'required',
  'options',
  'min',
  'max',
  'step',
  'minLabel',
  'maxLabel',
  'ambiguous',
  'hotkeys',
  'when',
];

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Problems that belong to `path` or to something below it: the form shows them where they are. */
export function problemsAt(problems: readonly SchemaProblem[], path: string, exact = false): SchemaProblem[] {
  return problems.filter(
    ({ where }) => where === path || (!exact && (where.startsWith(`${path}.`) || where.startsWith(`${path}[`))),
  );
}

/** The values a rating allows, ascending; empty if the limits make no sense. At most 100. */
export function ratingValues(question: Pick<QuestionDraft, 'min' | 'max' | 'step'>): number[] {
  const min = question.min ?? 1;
  const max = question.max ?? 5;
  const step = question.step ?? 1;
  if (!(step > 0) || max < min) return [];
  const values: number[] = [];
  for (let value = min; value <= max && values.length < 100; value += step) values.push(value);
  return values;
}

/** Columns that a schema shows though no item has them, as the server warned when it was saved. */
export function emptyInputs(saved: {
  schema: { inputs: readonly { field: string }[] };
  warnings?: readonly { where: string }[] | undefined;
}): string[] {
  return (saved.warnings ?? []).flatMap(({ where }) => {
    const input = saved.schema.inputs[Number(/^inputs\[(\d+)\]\.field$/.exec(where)?.[1])];
    return input ? [input.field] : [];
  });
}
