import { expect, test } from 'vitest';
import { rank } from './rank';

const titles = ['Go to Reviews', 'Review disputes', 'Invite people', 'Preview the schema'];
const find = (query: string) => rank(query, titles, (title) => title);

test('an empty query keeps everything in order', () => expect(find(' ')).toEqual(titles));
test('a title that starts with the query comes first, then words that do, then parts of words', () =>
  expect(find('review')).toEqual(['Review disputes', 'Go to Reviews', 'Preview the schema']));
test('every word has to occur', () => expect(find('go people')).toEqual([]));
