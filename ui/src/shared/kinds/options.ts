import { COMMAND_LETTERS } from '../keys/letters';
import { labelColor } from '../theme/labelColors';
import type { Option, Tallied } from './kind';
import { defined } from './kind';

/** What the kinds with options share: names, colours and keys of options. */

export interface WithOptions {
  readonly options: readonly Option[];
  readonly hotkeys?: 'auto' | 'none' | undefined;
}

/** An option that is no longer in the schema keeps its id as its name. */
export const optionTitle = ({ options }: WithOptions, id: string): string =>
  options.find((option) => option.id === id)?.title || id;

/** How one option is written and coloured everywhere. */
export function optionLook({ options }: WithOptions, id: string): Tallied & { named: string | undefined } {
  const found = options.findIndex((option) => option.id === id);
  const place = found >= 0 ? found : options.length;
  const named = options[found]?.color || undefined;
  return { id, name: options[found]?.title || id, place, color: labelColor(place, named), named };
}

const DIGITS = [...'123456789'];
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'].filter((letter) => !COMMAND_LETTERS.includes(letter));

/**
 * A key for each option, as far as they go: its own, else the digits 1 to 9 and then the letters, in order, without those
 * that commands and other options have. 0 is left for "ambiguous".
 *
 * Where there are more options than such keys, those after the digits get two strokes: a letter for each ten of them and a
 * digit (`a 1` to `a 9`, `a 0`, `b 1`, ...), and once the letters are through, two letters. No key is the beginning of
 * another. A command's letter is never the second stroke either: a slip must not answer. An option that is added at the end
 * changes no other's key, except the one with which the letters run out.
 */
export function optionKeys({ options, hotkeys }: WithOptions): (string | undefined)[] {
  const own = new Set(options.map((option) => option.hotkey?.toLowerCase()).filter((key) => key));
  const isFree = (key: string) => !own.has(key);
  const [digits, letters] = [DIGITS.filter(isFree), LETTERS.filter(isFree)];
  const asking = options.filter((option) => !option.hotkey).length;
  const further = asking <= digits.length + letters.length ? letters : pairs(letters);
  const free = hotkeys === 'none' ? [] : [...digits, ...further];
  return options.map((option) => option.hotkey || free.shift() || undefined);
}

const pairs = (letters: readonly string[]): string[] =>
  [[...DIGITS, '0'], LETTERS].flatMap((seconds) =>
    letters.flatMap((first) => seconds.map((second) => `${first} ${second}`)),
  );

/** The options that contain every word of what was typed; those that begin with it first. */
export function filterOptions<T extends Option>(options: readonly T[], typed: string): readonly T[] {
  const words = plain(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return options;
  const textOf = (option: T) => plain(`${option.title || option.id} ${option.title ? option.id : ''}`);
  const found = options.filter((option) => words.every((word) => textOf(option).includes(word)));
  const begins = (option: T) => (textOf(option).startsWith(words.join(' ')) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}

/** Without case and accents: who looks for "uber" finds "Über". */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** A bare word for an option that is only an id. */
export const compactOptions = (options: readonly Option[]): unknown[] =>
  options.map(({ id, title, color, hotkey, help }) => {
    const extras = defined({ title: title === id ? undefined : title, color, hotkey, help });
    return Object.keys(extras).length === 0 ? id : { id, ...extras };
  });

/** Every option under an id of its own, so that it can be shown; the words people see stay. */
export function distinct<T extends { id: string; title?: string | undefined }>(all: readonly T[]): T[] {
  const seen = new Set<string>();
  return all.map((one, index) => {
    const id = one.id === '' || seen.has(one.id) ? `${one.id}#${index}` : one.id;
    seen.add(one.id);
    return id === one.id ? one : { ...one, id, title: one.title ?? (one.id || '…') };
  });
}
