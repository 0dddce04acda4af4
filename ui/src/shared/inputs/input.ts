import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { FieldContent, Input } from '../api/contract';

export interface ViewProps {
  readonly input: Input;
  readonly content: FieldContent;
}

/** What the page knows of one type of input: how the content of a field is shown, and how it reads in one line. */
export interface InputType {
  /** Its content is one text: stretches of it can be marked. */
  readonly oneText: boolean;
  /** Its content is the name of a file that is uploaded to the project. */
  readonly file: boolean;
  /** It may take more room than a column of text. */
  readonly wide: boolean;
  /** The content as plain text in one line, for lists and for what is alike. */
  line(content: FieldContent): string;
  /** Stands in a schema's preview while there is no item. */
  sample(words: string): FieldContent;
  /** A value for the example of a file. */
  readonly example: FieldContent;
  readonly View: ComponentType<ViewProps>;
  /** The content beside its line in a list, where there is more to see than a line says. */
  readonly Small?: ComponentType<Pick<ViewProps, 'content'>>;
  /** Fetches what the view needs besides the content, before the item is shown. */
  loadAhead?(client: QueryClient, project: string, content: FieldContent): Promise<void>;
}

/** A content as it is written; what its input does not expect as JSON, so that nothing is hidden. */
export const plain = (content: FieldContent | undefined): string =>
  content === undefined ? '' : typeof content === 'object' ? JSON.stringify(content, null, 2) : String(content);

export const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
