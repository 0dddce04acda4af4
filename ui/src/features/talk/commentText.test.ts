import { expect, test } from 'vitest';
import { beingNamed, blocks, inlines, peopleLike, plainText, withMembers, withNames } from './commentText';

test('a little Markdown is read, everything else stays what was written', () => {
  expect(blocks('First **line**\nsecond *line*\n\n- one\n- `two`\n\n> said\n\n1. a\n2. b')).toEqual([
    {
      kind: 'paragraph',
      lines: [
        [
          { kind: 'text', text: 'First ' },
          { kind: 'strong', of: [{ kind: 'text', text: 'line' }] },
        ],
        [
          { kind: 'text', text: 'second ' },
          { kind: 'em', of: [{ kind: 'text', text: 'line' }] },
        ],
      ],
    },
    { kind: 'list', ordered: false, items: [[{ kind: 'text', text: 'one' }], [{ kind: 'code', text: 'two' }]] },
    { kind: 'quote', lines: [[{ kind: 'text', text: 'said' }]] },
    { kind: 'list', ordered: true, items: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]] },
  ]);
});

test('HTML, scripts in addresses and unfinished marks are text', () => {
  for (const text of [
    '<b onclick="x()">hi</b>',
    '[here](javascript:alert(1))',
    '**open',
    '2 * 3 * 4',
    'snake_case_name',
  ])
    expect(inlines(text)).toEqual([{ kind: 'text', text }]);
});

test('code keeps what stands in it', () => {
  expect(blocks('```\n- **no** list\n\n@{3}\n```')).toEqual([{ kind: 'code', text: '- **no** list\n\n@{3}' }]);
  expect(blocks('```\nnever closed')).toEqual([{ kind: 'code', text: 'never closed' }]);
});

test('an address is a link without the sentence’s full stop', () => {
  expect(inlines('See https://example.org/a?b=1. Or [this](http://example.org).')).toEqual([
    { kind: 'text', text: 'See ' },
    { kind: 'link', href: 'https://example.org/a?b=1', text: 'https://example.org/a?b=1' },
    { kind: 'text', text: '. Or ' },
    { kind: 'link', href: 'http://example.org', text: 'this' },
    { kind: 'text', text: '.' },
  ]);
});

test('in a list a comment is one line of words', () => {
  expect(
    plainText('First **line**,\nsecond\n\n- `one`\n- @{2} and @{9}\n\n> said', [{ member: 2, name: 'Ann Lee' }]),
  ).toBe('First line, second one, @Ann Lee and @ said');
});

const people = [
  { member: 1, name: 'Ann' },
  { member: 2, name: 'Ann Lee' },
  { member: 3, name: 'Zoë (QA)' },
];

test('names become members, the longer name first, and members become names again', () => {
  expect(withMembers('@Ann Lee and @Ann, @Zoë (QA)!', people)).toBe('@{2} and @{1}, @{3}!');
  expect(withNames('@{2} and @{1}, @{3}!', people)).toBe('@Ann Lee and @Ann, @Zoë (QA)!');
});

test('a mail address and a longer word name nobody', () => {
  expect(withMembers('mail me@Ann or @Anna', people)).toBe('mail me@Ann or @Anna');
});

test('the name being written is what stands between the @ and the caret', () => {
  expect(beingNamed('Hello @An', 9)).toEqual({ from: 6, query: 'An' });
  expect(beingNamed('@', 1)).toEqual({ from: 0, query: '' });
  expect(beingNamed('mail@An', 7)).toBeUndefined();
  expect(beingNamed('@An\nnext', 8)).toBeUndefined();
});

test('people are found by the beginning of any part of their name', () => {
  expect(peopleLike(people, 'le').map((one) => one.member)).toEqual([2]);
  expect(peopleLike(people, '').length).toBe(3);
});
