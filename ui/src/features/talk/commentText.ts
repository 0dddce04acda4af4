/** What people write in comments: a little Markdown, read into what is shown; nothing in it is ever taken for HTML. */

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em'; readonly of: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'mention'; readonly member: number };

export type Block =
  | { readonly kind: 'paragraph' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

const INLINE =
  /`([^`\n]+)`|\*\*(?=\S)([^*]+?)\*\*|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)\*(?![\p{L}\p{N}])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)_(?![\p{L}\p{N}])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])|@\{(\d{1,15})\}/gu;

export function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) found.push({ kind: 'text', text: text.slice(at, match.index) });
    const [whole, code, strong, star, underline, linkText, linkTo, bare, member] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (strong !== undefined) found.push({ kind: 'strong', of: inlines(strong) });
    else if (star !== undefined || underline !== undefined)
      found.push({ kind: 'em', of: inlines(star ?? underline ?? '') });
    else if (linkTo !== undefined) found.push({ kind: 'link', href: linkTo, text: linkText ?? linkTo });
    else if (bare !== undefined) found.push({ kind: 'link', href: bare, text: bare });
    else found.push({ kind: 'mention', member: Number(member) });
    at = match.index + whole.length;
  }
  if (at < text.length) found.push({ kind: 'text', text: text.slice(at) });
  return found;
}

const BULLET = /^\s{0,3}[-*+]\s+(.*)$/;
const NUMBER = /^\s{0,3}\d{1,3}[.)]\s+(.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;

export function blocks(source: string): Block[] {
  const found: Block[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  let at = 0;
  const while_ = (pattern: RegExp): string[] => {
    const taken: string[] = [];
    for (let match = pattern.exec(lines[at] ?? ''); match; match = pattern.exec(lines[at] ?? '')) {
      taken.push(match[1] ?? '');
      at += 1;
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') at += 1;
    else if (/^\s{0,3}```/.test(line)) {
      const end = lines.findIndex((one, index) => index > at && /^\s{0,3}```\s*$/.test(one));
      const last = end < 0 ? lines.length : end;
      found.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last + 1;
    } else if (BULLET.test(line)) found.push({ kind: 'list', ordered: false, items: while_(BULLET).map(inlines) });
    else if (NUMBER.test(line)) found.push({ kind: 'list', ordered: true, items: while_(NUMBER).map(inlines) });
    else if (QUOTE.test(line)) found.push({ kind: 'quote', lines: while_(QUOTE).map(inlines) });
    else {
      const from = at;
      at += 1;
      while (
        at < lines.length &&
        (lines[at] ?? '').trim() !== '' &&
        ![BULLET, NUMBER, QUOTE, /^\s{0,3}```/].some((begins) => begins.test(lines[at] ?? ''))
      )
        at += 1;
      found.push({ kind: 'paragraph', lines: lines.slice(from, at).map(inlines) });
    }
  }
  return found;
}

/** What is left of it in one line, for lists: the words without what dresses them. */
export function plainText(
  source: string,
  people: readonly { readonly member: number; readonly name: string }[],
): string {
  const word = (one: Inline): string => {
    switch (one.kind) {
      case 'text':
      case 'code':
      case 'link':
        return one.text;
      case 'strong':
      case 'em':
        return plain(one.of);
      case 'mention':
        return `@${people.find(({ member }) => member === one.member)?.name ?? ''}`;
    }
  };
  const plain = (parts: readonly Inline[]): string => parts.map(word).join('');
  return blocks(source)
    .map((block) =>
      block.kind === 'code'
        ? block.text
        : (block.kind === 'list' ? block.items : block.lines).map(plain).join(block.kind === 'list' ? ', ' : ' '),
    )
    .join(' ');
}

/** Somebody who can be named. */
export interface Named {
  readonly member: number;
  readonly name: string;
}

/** What is sent: names that were written with an @ become the members they stand for. */
export function withMembers(text: string, people: readonly Named[]): string {
  // The longest first: "@Ann Lee" is not "@Ann" and a word.
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  let out = '';
  for (let at = 0; at < text.length; ) {
    const named =
      text[at] === '@' && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')
        ? byLength.find(
            ({ name }) =>
              text.startsWith(name, at + 1) && !/[\p{L}\p{N}]/u.test(text.slice(at + 1 + name.length)[0] ?? ' '),
          )
        : undefined;
    out += named ? `@{${named.member}}` : text[at];
    at += named ? named.name.length + 1 : 1;
  }
  return out;
}

/** What is edited: members as the names they have now. */
export const withNames = (
  text: string,
  people: readonly { readonly member: number; readonly name?: string }[],
): string =>
  text.replace(/@\{(\d{1,15})\}/g, (whole, member: string) => {
    const name = people.find((one) => one.member === Number(member))?.name;
    return name === undefined ? whole : `@${name}`;
  });

/** The name that is being written at the caret: where its @ stands, and what is there of it so far. */
export function beingNamed(text: string, caret: number): { from: number; query: string } | undefined {
  const match = /(?:^|[^\p{L}\p{N}@])@([\p{L}\p{N}][^\n@]{0,30}|)$/u.exec(text.slice(0, caret));
  return match ? { from: caret - (match[1] ?? '').length - 1, query: match[1] ?? '' } : undefined;
}

/** Those whose name, or a part of it, begins so. */
export function peopleLike<Person extends { readonly name: string }>(
  people: readonly Person[],
  query: string,
  most = 8,
): Person[] {
  const wanted = query.toLocaleLowerCase();
  return people
    .filter(({ name }) => {
      const lower = name.toLocaleLowerCase();
      return lower.startsWith(wanted) || lower.split(/\s+/).some((part) => part.startsWith(wanted));
    })
    .slice(0, most);
}
