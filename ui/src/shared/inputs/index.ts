import type { QueryClient } from '@tanstack/react-query';
import { createElement, type ReactNode } from 'react';
import type { Input, ItemRow, Schema } from '../api/contract';
import { chat } from './chat';
import { image } from './image';
import { type InputType, plain } from './input';
import { markdown } from './markdown';
import { table } from './table';
import { text } from './text';

/**
 * The one place that knows which types of inputs can be shown. A type that is missing does not compile; what is asked of a
 * type is asked here, never by comparing `input.type`.
 */
export const inputs = { text, markdown, chat, table, image } satisfies { [T in Input['type']]: InputType };

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

/** Fields in which items name files that are uploaded on their own. */
export const fileFields = ({ inputs: shown }: Pick<Schema, 'inputs'>): readonly string[] => [
  ...new Set(shown.filter((input) => inputOf(input).file).map((input) => input.field)),
];

/** Fetches what items that come next need besides their content, such as images. */
export function loadAhead(client: QueryClient, project: string, { inputs: shown }: Schema, fields: Fields): void {
  for (const input of shown) {
    const content = fields[input.field];
    if (content !== undefined) void inputOf(input).loadAhead?.(client, project, content);
  }
}

/** What stands beside an item's line in a list: the first of its inputs that has something to see. */
export function smallOf({ inputs: shown }: Pick<Schema, 'inputs'>, fields: Fields): ReactNode {
  for (const input of shown) {
    const { Small } = inputOf(input);
    const content = fields[input.field];
    if (Small && content !== undefined) return createElement(Small, { content });
  }
  return null;
}

/** The text on which regions of an input lie. */
export const textOf = (input: Input | undefined, fields: Fields): string => (input ? plain(fields[input.field]) : '');

export { ProjectOfItems } from './home';
export { plain } from './input';
