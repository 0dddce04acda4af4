import type { ComponentType, LazyExoticComponent } from 'react';
import type {
  AnswerValue,
  Option,
  Preference,
  Question,
  QuestionOf,
  QuestionType,
  Schema,
  Span,
} from '../api/contract';
import type { Fields } from '../inputs';

/** What an answer to a kind looks like while it is given. What is sent is the same, as soon as nothing is wrong with it. */
export interface AnswerShapes {
  choice: string;
  choices: string[];
  rating: number;
  /** What was typed, as long as it is no number. */
  number: number | string;
  text: string;
  spans: Span[];
  preference: Preference;
}
export type AnswerOf<T extends QuestionType> = AnswerShapes[T];

/** One change of one answer. Every change is one of these, so that it can be undone, kept and sent. */
export type Operation =
  /** `typing`: one of many in a row that are undone together. */
  | { kind: 'set'; value: AnswerValue; typing?: boolean }
  | { kind: 'clear' }
  | { kind: 'toggle'; option: string }
  | { kind: 'addRegion'; region: Omit<Span, 'id'> }
  | { kind: 'changeRegion'; id: string; change: Partial<Omit<Span, 'id'>> }
  | { kind: 'removeRegion'; id: string };

/** Which of two inputs stands left on the screen: as the schema names them, or the other way round. */
export type Arrangement = 'plain' | 'swapped';

/** Where a hand is on a text: what is selected, and the label every further selection gets. */
export interface Tool {
  range: { readonly begin: number; readonly end: number } | null;
  painting: string | null;
}
export const NO_TOOL: Tool = { range: null, painting: null };

/** One question being answered: all an editor knows of its surroundings, and all it can do to them. */
export interface Seat<T extends QuestionType = QuestionType> {
  readonly question: QuestionOf<T>;
  readonly answer: AnswerOf<T> | undefined;
  readonly schema: Schema;
  /** What the item holds. */
  readonly fields: Fields;
  readonly arrangement: Arrangement;
  /** Inputs are called by their names: nobody labels here, and nothing has to stay hidden. */
  readonly named: boolean;
  readonly tool: Tool;
  /** The region of this answer that is in hand. */
  readonly selected: string | null;
  /** `advance`: the keys go on to the next open question. */
  edit(operation: Operation, advance?: boolean): void;
  handle(tool: Partial<Tool>): void;
  select(region: string | null): void;
  /** Leaves the item as Enter does elsewhere; missing where nothing is submitted. */
  submit?: (() => void) | undefined;
}

/** A way to answer with one press. */
export interface Press {
  readonly id: string;
  readonly key: string | undefined;
  /** Further keys that mean the same. */
  readonly alias?: readonly string[];
  /** As the key sheet names it. */
  readonly title: string;
  run(): void;
}

export interface EditorProps<T extends QuestionType> {
  seat: Seat<T>;
  /** For names and ids of elements. */
  id: string;
  presses: readonly Press[];
  showKeys: boolean;
  /** Its keys are the ones in force. */
  active: boolean;
}

/** One way in which answers can agree or differ, as tallies show it. */
export interface Tallied {
  readonly id: string;
  readonly name: string;
  /** A CSS colour that follows the theme. */
  readonly color: string;
  /** Where it stands in the tally. */
  readonly place: number;
}

/** Where something in a schema is wrong: `where` is a path such as `questions[0].options[2].id`, `line` counts from 1. */
export interface SchemaProblem {
  readonly where: string;
  readonly what: string;
  readonly fix: string;
  readonly line?: number;
}

export interface FieldsProps<T extends QuestionType> {
  question: QuestionOf<T>;
  schema: Schema;
  /** The question's path, `questions[0]`. */
  where: string;
  problems: readonly SchemaProblem[];
  set(change: { [K in keyof QuestionOf<T>]?: QuestionOf<T>[K] | undefined }): void;
}

/** What a question has whatever its kind. */
export type CommonKey = 'id' | 'type' | 'title' | 'help' | 'required' | 'ambiguous' | 'hotkeys' | 'when';
type OwnKey<T extends QuestionType> = Exclude<keyof QuestionOf<T>, CommonKey> & string;

/** A kind as somebody makes a question of it. */
export interface KindForm<T extends QuestionType> {
  /** A name for the first question of this kind. */
  readonly name: string;
  /** What only this kind has, in the order people read it. */
  readonly keys: readonly OwnKey<T>[];
  /** A new question with what the kind needs filled in. */
  fresh(id: string, schema: Pick<Schema, 'inputs'>): QuestionOf<T>;
  /** Its own keys as a person would write them: without what is the default. */
  compact(question: QuestionOf<T>): { [key: string]: unknown };
  /** As it can be shown while it is being written. */
  answerable(question: QuestionOf<T>): QuestionOf<T>;
  readonly Fields: LazyExoticComponent<ComponentType<FieldsProps<T>>> | null;
}

/** A kind whose answers are regions of an input. */
export interface Marks<T extends QuestionType> {
  /** The id of the input. */
  on(question: QuestionOf<T>, schema: Pick<Schema, 'inputs'>): string | undefined;
  /** A label was pressed: for what is selected, else for the region in hand, else for whatever is selected next. */
  label(seat: Seat<T>, label: string): void;
}

/** Everything the browser knows of a kind of question. */
export interface QuestionKind<T extends QuestionType> {
  readonly type: T;
  /** Whether a value has the form of this kind, whatever it says. */
  is(answer: AnswerValue): answer is AnswerOf<T>;
  /** What an answer given to an earlier form of the question still says; undefined if nothing. The same object if all. */
  fitting(question: QuestionOf<T>, answer: AnswerOf<T>): AnswerOf<T> | undefined;
  /** Whether there is no answer, or only half of one. */
  isMissing(question: QuestionOf<T>, answer: AnswerOf<T> | undefined): boolean;
  /** What the person is told then, in words. */
  missing(question: QuestionOf<T>): string;
  /** Why an answer that is there cannot be sent as it is, in words. */
  fault?(question: QuestionOf<T>, answer: AnswerOf<T>): string | undefined;
  /** The answer after a change; the same one if the change means nothing to it. */
  apply(question: QuestionOf<T>, answer: AnswerOf<T> | undefined, operation: Operation): AnswerOf<T> | undefined;
  /** Ways to answer with one press. Each says itself whether the keys go on to the next question. */
  presses(seat: Seat<T>): Press[];
  /** How it marks on an input, if it does. */
  readonly marks: Marks<T> | null;
  /** Two inputs it compares, which then stand side by side. */
  readonly pair: ((question: QuestionOf<T>) => readonly [left: string, right: string]) | null;
  /** The values an answer can name, where they are a closed set: options, labels, verdicts. */
  options(question: QuestionOf<T>): readonly Option[];
  /** Whether other questions can depend on it. */
  readonly conditional: boolean;
  /** Equal for two answers that say the same. */
  same(question: QuestionOf<T>, answer: AnswerOf<T>): string;
  /** What an answer counts for. */
  tally(question: QuestionOf<T>, answer: AnswerOf<T>): Tallied[];
  /** What other screens call one of its tallied values, and how they colour it. */
  look(question: QuestionOf<T>, id: string): Tallied;
  /** An answer in words. */
  summary(question: QuestionOf<T>, answer: AnswerOf<T>): string;
  /** Its answers are read in lines of their own, not in a column. */
  readonly wide: boolean;
  /** An answer that is worth taking over instead of giving it again. */
  readonly laborious: boolean;
  /** What is believed, as somebody could have answered it. */
  nearest(question: QuestionOf<T>, answer: AnswerOf<T>): AnswerOf<T>;
  /** Keys that the group keeps for itself. */
  readonly arrows: 'vertical' | 'horizontal' | undefined;
  readonly Editor: ComponentType<EditorProps<T>>;
  readonly Mark: ComponentType<{ question: QuestionOf<T>; answer: AnswerOf<T> }>;
  readonly form: KindForm<T>;
}

export const questionTitle = (question: { id: string; title?: string | undefined }): string =>
  question.title || question.id;

/** Without an entry of its own, a question says nothing about it: absent and empty mean the default. */
export const defined = <V extends object>(value: V): { [K in keyof V]?: Exclude<V[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined && v !== '')) as {
    [K in keyof V]?: Exclude<V[K], undefined>;
  };

export type { AnswerValue, Option, Preference, Question, QuestionOf, QuestionType, Schema, Span };
