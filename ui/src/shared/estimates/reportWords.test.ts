import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import de from './messages.de.json';
import { PIECES, type ReportKey, reportText, reportWords } from './reportWords';

const ROOT = join(import.meta.dirname, '../../../..');
/** The Java sources whose sentences reports hold, with texts in pieces joined again. */
const SOURCES = [
  'engine/src/main/java/dev/cupel/engine/agreement',
  'engine/src/main/java/dev/cupel/engine/judgement',
  'server/src/main/java/dev/cupel/server/quality',
]
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(ROOT, folder, name)))
  .filter((file) => file.endsWith('.java'))
  .map((file) =>
    readFileSync(file, 'utf8')
      .replaceAll('\\"', '"')
      .replaceAll(/"\s*\+\s*"/g, ''),
  )
  .join('\n');

const german = (said: string) =>
  reportText(said, {
    words: (key: ReportKey, values) => de[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? ''),
    number: (value, options) => new Intl.NumberFormat('de', options).format(value),
    labelOf: (id) => ({ positive: 'Positiv', negative: 'Negativ' })[id] ?? id,
  });

test('every sentence that is recognised is one the server has, and has its words', () => {
  expect(PIECES.filter((piece) => !SOURCES.includes(piece))).toEqual([]);
  expect(Object.keys(de)).toHaveLength(PIECES.length);
});

test('what a coefficient means is said in the person’s language, with numbers as it writes them', () => {
  expect(
    german(
      "Krippendorff's alpha is 0.34 (95 % interval 0.21 to 0.50) on 1,030 items: too low to rely on single labels; combine" +
        ' several votes per item and clarify the guideline where annotators differ.',
    ),
  ).toBe(
    'Krippendorffs Alpha ist 0,34 (Intervall zu 95\u00a0% von 0,21 bis 0,50, n = 1.030 Einträge): zu niedrig, um sich auf einzelne' +
      ' Antworten zu verlassen; fassen Sie mehrere pro Eintrag zusammen und klären Sie die Richtlinie dort, wo sich Personen unterscheiden.',
  );
  expect(
    german(
      'Krippendorff\'s alpha (edits of words) is 0.70 (95 % interval 0.50 to 0.90) on 9 items: the interval reaches from "too low" to' +
        ' "reliable", so take it as "too low" until more items are labeled twice.',
    ),
  ).toContain('Alpha (Änderungen an Wörtern) ist 0,70');
  expect(german("Krippendorff's alpha has no value: No item has two or more votes, so there is nothing")).toMatch(
    /^Krippendorffs Alpha hat keinen Wert: Kein Eintrag hat zwei/,
  );
});

test('labels have their names, and pieces of a sentence are said in turn', () => {
  expect(
    german(
      'Alpha is 0.10 but AC1 is 0.82 and raw agreement 86 %: they differ because 91 % of the votes say positive, so that alpha' +
        ' counts most agreement as chance. A vote for positive is confirmed by another annotator in more than 99.9 % of the cases,' +
        ' one for negative in 0.5 %: the less frequent of the two is where annotators disagree.',
    ),
  ).toMatch(
    /lauten Positiv, .* Die Antwort Positiv bestätigt .* >\s99,9\u00a0% der Fälle, Negativ in 0,5\u00a0%: Uneinig/,
  );
  expect(german("95 % of their 40 answers are 'positive'; everybody else says so in 30 %.")).toContain('„Positiv“');
  expect(german('Half of their answers took less than 0.3 s; for the others it is usually 5.8 s.')).toContain(
    'weniger als 0,3\u00a0s;',
  );
  expect(
    german(
      'With the order of the classes alpha is 0.50, without it 0.30. 80 % of the disagreements are between neighbouring classes; chance would make it 40 %: classes that are confused lie close together.',
    ),
  ).toMatch(/wären es 40\u00a0%: Verwechselt wird, was nahe beieinander liegt\.$/);
});

test('a sentence of a newer server stays as it is', () => {
  expect(reportWords('A sentence nobody knows.')).toBeUndefined();
  expect(german('A sentence nobody knows.')).toBe('A sentence nobody knows.');
});
