import i18next from 'i18next';
import type en from './messages.en.json';

type Messages = typeof en;
type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Paths<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** A word of the kinds, where there is no component to ask: in summaries and key sheets. */
export const word = (key: Paths<Messages>, values: { [name: string]: string | number } = {}): string =>
  (i18next.t as (key: string, values: object) => string)(key, { ns: 'kinds', ...values });
