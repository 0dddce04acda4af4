import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND_LETTERS } from '@/shared/keys/letters';

const SOURCE = join(import.meta.dirname, '..');
const sources = (readdirSync(SOURCE, { recursive: true }) as string[])
  .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('gen'))
  .map((path) => ({ path, text: readFileSync(join(SOURCE, path), 'utf8') }));
const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] as string);

/** What one feature may use of another, and why. A line that is no longer used has to go. */
const ALLOWED = [
  // Owners of the installation see the jobs of all projects as everybody sees their own.
  'admin -> jobs/JobsScreen',
  'admin -> jobs/bytes',
  'admin -> jobs/jobsApi',
  // What is done with all answers of somebody is a change of many items.
  'people -> items/changesApi',
  // The plots of every screen with figures.
  'items -> charts',
  // Its lines tell of comments and jobs, in the words of these; whoever is told of a decision may ask about it.
  'inbox -> jobs/jobsApi',
  'inbox -> talk/Composer',
  'inbox -> talk/commentText',
  'inbox -> talk/talkApi',
  // What is said about an item stands with it, wherever it is looked at.
  'items -> talk/ItemThreads',
  'review -> talk/Composer',
  'review -> talk/ItemThreads',
  'review -> talk/talkApi',
  'overview -> charts',
  'overview -> charts/estimate',
  'quality -> charts',
  'review -> charts',
  // Imports and exports are jobs, and are shown as such.
  'exports -> jobs/JobsScreen',
  'exports -> jobs/jobsApi',
  'imports -> jobs/JobProgress',
  'imports -> jobs/JobsScreen',
  'imports -> jobs/Said',
  'imports -> jobs/bytes',
  'imports -> jobs/jobsApi',
  // Taking an import back is a change to many items.
  'imports -> items/changesApi',
  // A project begins with a schema, and its list is where answers wait that no project took.
  'projects -> labeling/KeptAnswers',
  'projects -> schema/SchemaEditor',
  'projects -> schema/schemaModel',
  // Disputes are items: the requests for them are shared, so that their answers are.
  'quality -> items/itemsApi',
  'review -> items/itemsApi',
  'review -> quality/qualityApi',
];

test('features know each other only where it is meant; the app alone composes them', () => {
  const found = sources.flatMap(({ path, text }) => {
    const feature = /^features\/([^/]+)\//.exec(path)?.[1];
    if (!feature) return [];
    return importsOf(text).flatMap((from) => {
      const other = /^(?:\.\.\/|@\/features\/)([a-z].*)$/.exec(from)?.[1];
      return other ? [`${feature} -> ${other}`] : [];
    });
  });
  expect([...new Set(found)].sort()).toEqual([...ALLOWED].sort());
});

test('what is shared knows no feature and not the app', () => {
  const found = sources
    .filter(({ path }) => path.startsWith('shared/') && path !== 'shared/i18n/i18next.d.ts')
    .flatMap(({ path, text }) =>
      importsOf(text)
        .filter((from) => /^@\/(features|app)|\.\.\/(features|app)\//.test(from))
        .map((from) => `${path} -> ${from}`),
    );
  expect(found).toEqual([]);
});

test('kinds of questions are asked for what they are, never compared', () => {
  const found = sources.filter(
    ({ path, text }) =>
      !path.endsWith('.test.ts') && /question\??\.type\s*[!=]==|switch \((?:\w+\.)?question\.type/.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual(['features/schema/schemaModel.ts']);
});

test('types of inputs are asked for what they are, never compared', () => {
  const found = sources.filter(
    ({ path, text }) =>
      !path.endsWith('.test.ts') && /input\??\.type\s*[!=]==|switch \((?:\w+\.)?input\.type/.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});

test('letters that are commands where people answer are not given to options', () => {
  const letters = sources
    .filter(({ path }) => /^features\/(labeling|review|items)\//.test(path))
    .flatMap(({ text }) => [...text.matchAll(/keys: \[([^\]]*)\]/g)])
    .flatMap((match) => [...(match[1] ?? '').matchAll(/'([a-z])'/g)].map((letter) => letter[1]));
  expect(letters.length).toBeGreaterThan(5);
  expect(letters.filter((letter) => !COMMAND_LETTERS.includes(letter ?? ''))).toEqual([]);
});
