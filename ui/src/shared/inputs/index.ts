import type { Input, ItemRow, Schema } from '../api/contract';
import { chat } from './chat';
import { type InputType, plain } from './input';
import { markdown } from './markdown';
import { table } from './table';
import { text } from './text';

/**
 * The one place that knows which types of inputs can be shown. A type that is missing does not compile; what is asked of a
 * type is asked here, never by comparing `input.type`.
 */
export const inputs = { text, markdown, chat, table } satisfies { [T in Input['type']]: InputType };

/** In the order in which they are offered. */
export const INPUT_TYPES = Object.keys(inputs) as readonly Input['type'][];

export const inputOf = (input: Input): InputType => inputs[input.type];

/** What an item holds, by field. */
export type Fields = ItemRow['fields'];

/** What labelers see of an item, as plain text in one line. */
export const lineOf = ({ inputs: shown }: Pick<Schema, 'inputs'>, fields: Fields): string =>
  shown
    .flatMap((input) => {
      const content = fields[input.field];
      return content === undefined ? [] : [inputOf(input).line(content)];
    })
    .join(' · ');

/** The text on which regions of an input lie. */
export const textOf = (input: Input | undefined, fields: Fields): string => (input ? plain(fields[input.field]) : '');

export { plain } from './input';
