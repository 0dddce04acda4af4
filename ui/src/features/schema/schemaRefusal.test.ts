import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstSchema } from './schemaModel';
import { lostMeanings, PIECES, pathOf } from './schemaRefusal';

const SOURCE = readFileSync(
  join(import.meta.dirname, '../../../../server/src/main/java/dev/cupel/server/project/Projects.java'),
  'utf8',
);
const LEAD = 'Answers that exist would lose their meaning: ';

test('every sentence that is recognised is one the server has', () => {
  expect(PIECES.filter((piece) => !SOURCE.includes(piece))).toEqual([]);
});

test('the sentence before the places is not one of them: it is told once', () => {
  expect(
    lostMeanings(
      `${LEAD}sentiment: the option 'so; so: the' would go; sentiment: the option 'bad' would go; sure: the scale would shrink; ` +
        'topics: the question has answers; tone: the question would change its kind',
    ),
  ).toEqual([
    { kind: 'option', question: 'sentiment', option: 'so; so: the' },
    { kind: 'option', question: 'sentiment', option: 'bad' },
    { kind: 'scale', question: 'sure' },
    { kind: 'question', question: 'topics' },
    { kind: 'type', question: 'tone' },
  ]);
});

test('words of a newer server are left to the server', () => {
  expect(lostMeanings(`${LEAD}sentiment: the colour would fade`)).toBeUndefined();
  expect(lostMeanings('No.')).toBeUndefined();
});

test('each place is shown at its field, and above the questions if the question is gone', () => {
  const schema = firstSchema();
  expect(pathOf({ kind: 'option', question: 'sentiment', option: 'neutral' }, schema)).toBe('questions[0].options');
  expect(pathOf({ kind: 'type', question: 'sentiment' }, schema)).toBe('questions[0].type');
  expect(pathOf({ kind: 'question', question: 'topics' }, schema)).toBe('questions');
});
