/**
 * What files are wrong with. The server says it in English and without a code: the sentences it has are recognised here, so
 * that they can be said in the person's language. A sentence that is not known stays as it is.
 */
export interface KnownWords {
  /** Of the catalogue: `said.KEY.what` and `said.KEY.fix`. */
  key: KnownKey;
  values: Readonly<Record<string, string>>;
}

/** The sentence, and a piece of it that the server's source holds as it is (a test looks for it there). */
const KNOWN = {
  fieldMissing: [/^the field '(?<field>.+)' is missing$/s, "the field '"],
  nothingToLabel: [/^there is nothing to label$/, 'there is nothing to label'],
  valueTooLong: [/^the value has (?<length>\d+) characters; at most (?<most>\d+) are kept$/, ' characters; at most '],
  unstorable: [/^character (?<number>\d+) is (?:NUL|half of a surrogate pair)$/, ' is half of a surrogate pair'],
  keyMissing: [/^the key is missing$/, 'the key is missing'],
  keyTooLong: [/^the key has (?<length>\d+) characters; at most (?<most>\d+) are possible$/, ' are possible'],
  noNumber: [/^'(?<value>.*)' is not a number$/s, "' is not a number"],
  noQuestion: [/^there is no question '(?<question>.+)'$/s, "there is no question '"],
  noOption: [/^(?<question>[a-z][a-z0-9_]*): there is no option '(?<option>.*)'$/s, "there is no option '"],
  severalQuestions: [/^there are several questions, so one value is not enough$/, 'so one value is not enough'],
  strayGold: [
    /^it looks like verified answers, but the schema has no such question/,
    'it looks like verified answers, but',
  ],
  twoColumns: [/^two columns are named "(?<column>.*)"$/s, 'two columns are named '],
  quoteOpen: [/^a quoted value is opened here and /, 'a quoted value is opened here and '],
  textAfterQuote: [/^there is text after the closing quote$/, 'there is text after the closing quote'],
  rowTooLong: [/^the (?:row|line) is longer than (?<bytes>\d+) bytes$/, 'the row is longer than '],
  oneValue: [/^the row has 1 value, the header names (?<names>\d+)$/, '1 value'],
  valueCount: [/^the row has (?<values>\d+) values, the header names (?<names>\d+)$/, ', the header names '],
  notUtf8: [/^byte 0x(?<byte>..) is not UTF-8 text$/, ' is not UTF-8 text'],
  fileEmpty: [/^the file is empty$/, 'the file is empty'],
  noNames: [/^no column has a name$/, 'no column has a name'],
  notAnArray: [/^the file is not a JSON array$/, 'the file is not a JSON array'],
  moreAfterArray: [/^there is more after the array$/, 'there is more after the array'],
  moreAfterObject: [/^there is more after the object$/, 'there is more after the object'],
  notAnObject: [
    /^(?:this element is not an object|the line holds (?:an array|a single value), not an object)$/,
    'this element is not an object',
  ],
  keyTwice: [/^the key "(?<name>.*)" is there twice$/s, '" is there twice'],
  jsonCharacter: [
    /^this is not JSON: the character (?<character>.+) does not belong here$/s,
    'this is not JSON: the character ',
  ],
  jsonEnds: [/^this is not JSON: it ends too early$/, 'this is not JSON: it ends too early'],
  jsonWord: [
    /^this is not JSON: the word (?<word>.+) is no value; texts stand in quotes$/s,
    'this is not JSON: the word ',
  ],
  nameTwice: [/^a name stands twice in one object$/, 'a name stands twice in one object'],
  cellEmpty: [/^the cell is empty$/, 'the cell is empty'],
  cellNoJson: [/^in the cell, /, 'in the cell, '],
  notAText: [/^is (?<value>.*), not a text$/s, ', not a text'],
  notAList: [/^is (?<value>.*), not a list$/s, ', not a list'],
  notATurn: [/^is (?<value>.*), not a turn$/s, ', not a turn'],
  notARow: [/^is (?<value>.*), not a row$/s, ', not a row'],
  notACell: [/^is (?<value>.*), not a single value$/s, ', not a single value'],
  otherRows: [/^is (?:a list|an object), and the first row is (?:a list|an object)$/, ', and the first row is a list'],
  listEmpty: [/^the list is empty$/, 'the list is empty'],
  partMissing: [/^is missing$/, '"is missing"'],
  partEmpty: [/^is empty$/, '"is empty"'],
  optionUnknown: [/^there is no option '(?<option>.*)'$/s, "there is no option '"],
  answerMissing: [/^an answer is missing$/, 'an answer is missing'],
  offTheScale: [/^(?<value>.+) is not on the scale$/, ' is not on the scale'],
  questionUnknown: [/^the schema has no such question$/, 'the schema has no such question'],
  nobodyNamed: [/^nobody is named$/, 'nobody is named'],
  severalOfName: [/^several members have this name$/, 'several members have this name'],
  annotatorTwice: [
    /^an answer of the same annotator stands in (?<place>.+)$/,
    'an answer of the same annotator stands in ',
  ],
  skipReason: [/^a skip needs its reason$/, 'a skip needs its reason'],
  skippedAnswers: [/^what is skipped has no answers$/, 'what is skipped has no answers'],
  manyDigits: [/^the number has over (?<most>\d+) digits$/, 'the number has over '],
} as const;
export type KnownKey = keyof typeof KNOWN;

export const PIECES: readonly string[] = Object.values(KNOWN).map(([, piece]) => piece);

const REST = /; the rest of the file was not read$/;
const AT = / \(character (\d+)\)$/;
const FROM = /^from '(.*?)': /s;

/** The sentence alone, whose annotation and which character it is about, and whether reading ended there. */
export function taken(what: string): {
  sentence: string;
  annotator: string | undefined;
  character: string | undefined;
  last: boolean;
} {
  const sentence = what.replace(AT, '').replace(FROM, '');
  return {
    sentence: sentence.replace(REST, ''),
    annotator: FROM.exec(what)?.[1],
    character: AT.exec(what)?.[1],
    last: REST.test(sentence),
  };
}

export function knownWords(what: string): KnownWords | undefined {
  const said = taken(what).sentence;
  for (const [key, [sentence]] of Object.entries(KNOWN)) {
    const found = sentence.exec(said);
    if (found) return { key: key as KnownKey, values: { ...(found.groups as Record<string, string> | undefined) } };
  }
  return undefined;
}

/** Why a whole job failed, where the server's sentence is known. */
export type KnownFailure =
  | { kind: 'cutShort'; line: number; what: string; fix: string }
  | { kind: 'noItems' }
  | { kind: 'noneStored'; rows: number }
  | { kind: 'noKeyColumn'; column: string; columns: string }
  | { kind: 'missingFields'; fields: string; columns: string }
  | { kind: 'strayGold'; column: string; names: string }
  | { kind: 'noAnnotations' }
  | { kind: 'bug'; job: string };

export function knownFailure(error: string): KnownFailure | undefined {
  const cut =
    /^The file could be read only up to line (\d+): (.*)\. (?:Nothing was stored|\d+ rows? before it .* stored .*)\. To repair it: (.*)\. Then import it again;/s.exec(
      error,
    );
  if (cut) return { kind: 'cutShort', line: Number(cut[1]), what: taken(cut[2] ?? '').sentence, fix: cut[3] ?? '' };
  if (error.startsWith('The file holds no items.')) return { kind: 'noItems' };
  const none = /^None of the (\d+) rows could be stored\./.exec(error);
  if (none) return { kind: 'noneStored', rows: Number(none[1]) };
  const key = /^There is no column '(.*)' to take the key from\. Name one of (.*)\.$/s.exec(error);
  if (key) return { kind: 'noKeyColumn', column: key[1] ?? '', columns: key[2] ?? '' };
  const fields = /^The project shows the fields? (.*), but the file's columns are (.*)\. Rename the column/s.exec(
    error,
  );
  if (fields) return { kind: 'missingFields', fields: fields[1] ?? '', columns: fields[2] ?? '' };
  const gold =
    /^The column '(.*)': it looks like verified answers, but .*\. rename it to (.*), or give it a name without gold, and import/s.exec(
      error,
    );
  if (gold) return { kind: 'strayGold', column: gold[1] ?? '', names: (gold[2] ?? '').split(' or ').join(', ') };
  if (error.startsWith('Annotations come only with lines of our own JSONL')) return { kind: 'noAnnotations' };
  const bug = /^Something went wrong on our side; .* under job (.+)\.$/.exec(error);
  return bug ? { kind: 'bug', job: bug[1] ?? '' } : undefined;
}

export const FAILURE_PIECES: readonly string[] = [
  'The file could be read only up to line ',
  ' rows before it were',
  'Nothing was stored.',
  'To repair it: ',
  '. Then import it again; rows that are stored are recognised.',
  '; the rest of the file was not read',
  'The file holds no items.',
  'None of the ',
  ' rows could be stored.',
  "There is no column '",
  "' to take the key from.",
  'Name one of ',
  'The project shows the field',
  ", but the file's columns are ",
  'Rename the column in the file, or the field in the schema',
  "The column '",
  'it looks like verified answers, but',
  'rename it to ',
  ', or give it a name without gold',
  ', and import the file again.',
  'Annotations come only with lines of our own JSONL',
  'Something went wrong on our side; the server',
];
