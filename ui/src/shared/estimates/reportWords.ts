/**
 * What reports say of their figures: why something has no value, what a coefficient means, what is worth a look. The server
 * says it in English and without a code: the sentences it has are recognised here, so that they can be said in the person's
 * language and with numbers as it writes them. A sentence that is not known stays as it is.
 *
 * The name of a group says what it holds: `num` a coefficient, `pct` a percentage, `count` a whole number, `sec` seconds,
 * `label` an option or label, `said` a piece that is recognised in turn; anything else is taken over as it is.
 */
const N = '-?\\d+\\.\\d+';
const P = '(?:more than )?[\\d.]+ %';
const C = '[\\d,]+';
const sentence = (source: string): RegExp => new RegExp(`^${source}$`, 's');

/** The sentence, and a piece of it that the server's source holds as it is (a test looks for it there). */
const KNOWN = {
  alpha: [sentence("Krippendorff's alpha"), "Krippendorff's alpha"],
  alphaOf: [sentence("Krippendorff's alpha(?: \\(|, )(?<saidWhat>[^)]+)\\)?"), "Krippendorff's alpha (MASI)"],
  ordinal: [sentence('ordinal'), 'ordinal'],
  interval: [sentence('interval'), 'interval'],
  edits: [sentence('edits of words'), 'edits of words'],
  masks: [sentence('overlap of masks'), 'overlap of masks'],
  unitising: [sentence('unitising'), 'unitising'],
  f1Half: [sentence('F1 at half overlap'), '"half overlap"'],
  f1Alike: [sentence('F1 at half similarity'), '"half similarity"'],
  headline: [
    sentence(
      `(?<saidTitle>.+?) is (?<num>${N}) \\((?<pctLevel>${P}) interval (?<numLow>${N}) to (?<numHigh>${N})\\) on (?<count>${C}) items?: (?<saidVerdict>.+)\\.`,
    ),
    ' % interval ',
  ],
  headlineAlone: [
    sentence(`(?<saidTitle>.+?) is (?<num>${N}) on (?<count>${C}) items?: (?<saidVerdict>.+)\\.`),
    ' on ',
  ],
  headlineNone: [sentence('(?<saidTitle>.+?) has no value: (?<saidWhy>.+)'), ' has no value: '],
  reliable: [sentence('reliable, single labels can be trusted for most purposes'), 'reliable, single labels can be'],
  tentative: [sentence('usable for tentative conclusions; .+'), 'usable for tentative conclusions; '],
  tooLow: [sentence('too low to rely on single labels; .+'), 'too low to rely on single labels; '],
  chance: [sentence('hardly better than chance, or worse; .+'), 'hardly better than chance, or worse; '],
  tooLittle: [sentence('too little to judge by'), 'too little to judge by'],
  valueAlone: [sentence('(?<saidShort>.+) by the value alone; .+'), ' by the value alone; '],
  reaches: [
    sentence('the interval reaches from "(?<saidLow>.+?)" to "(?<saidHigh>.+?)", so take it as ".+'),
    'the interval reaches from "',
  ],
  shortReliable: [sentence('reliable'), '"reliable"'],
  shortTentative: [sentence('tentative'), '"tentative"'],
  shortTooLow: [sentence('too low'), '"too low"'],
  shortChance: [sentence('chance'), '"chance"'],
  stories: [
    sentence(
      `Alpha is (?<numAlpha>${N}) but AC1 is (?<numAc1>${N}) and raw agreement (?<pctRaw>${P}): they differ because (?<pctShare>${P}) of the votes say (?<label>.+?), so that alpha counts most agreement as chance\\.(?: (?<saidMore>A vote for .+))?`,
    ),
    ', so that alpha counts most agreement as chance.',
  ],
  confirmedLess: [
    sentence(
      `A vote for (?<labelOften>.+) is confirmed by another annotator in (?<pctOften>${P}) of the cases, one for (?<labelRare>.+) in (?<pctRare>${P}): the less frequent of the two is where annotators disagree\\.`,
    ),
    ': the less frequent of the two is where annotators disagree.',
  ],
  confirmed: [
    sentence(
      `A vote for (?<labelOften>.+) is confirmed by another annotator in (?<pctOften>${P}) of the cases, one for (?<labelRare>.+) in (?<pctRare>${P})\\.`,
    ),
    ' is confirmed by another annotator in ',
  ],
  nearOrder: [
    sentence(
      `With the order of the classes alpha is (?<numWith>${N}), without it (?<numWithout>${N})\\. (?<pctSeen>${P}) of the disagreements are between neighbouring classes; chance would make it (?<pctChance>${P})(?<saidEnd>[.:].*)`,
    ),
    ' of the disagreements are between neighbouring classes; chance would make it ',
  ],
  nearValues: [
    sentence(
      `With the distances of the values alpha is (?<numWith>${N}), without them (?<numWithout>${N})\\. Votes that disagree lie (?<numSeen>${N}) apart on average; (?<numChance>${N}) is what votes drawn by chance would give(?<saidEnd>[.:].*)`,
    ),
    'Votes that disagree lie ',
  ],
  endClose: [
    sentence(': classes that are confused lie close together\\.'),
    ': classes that are confused lie close together.',
  ],
  endFar: [
    sentence(': classes that are confused lie far apart, so .+'),
    ': classes that are confused lie far apart, so ',
  ],
  ceiling: [
    sentence(`A prediction of one class per item can match at most (?<pct>${P}) of such votes .+`),
    'A prediction of one class per item can match at most ',
  ],
  weakestClass: [
    sentence(
      `The least clear class is (?<label>.+) \\(alpha (?<num>${N}); another annotator confirms it in (?<pct>${P}) of the cases\\)\\.`,
    ),
    'The least clear class is ',
  ],
  weakestOption: [
    sentence(`The least clear option is (?<label>.+) \\(alpha (?<num>${N})\\)\\.`),
    'The least clear option is ',
  ],
  oddOneOut: [
    sentence(
      `Look at (?<name>.+): agrees with the others in (?<pct>${P}) of (?<count>${C}) votes?, where (?<pctUsual>${P}) is usual\\.`,
    ),
    ': agrees with the others in ',
  ],
  ratings: [
    sentence(`A single rating carries (?<pctOne>${P}) signal; the mean of an item's ratings (?<pctMean>${P}) .+`),
    'A single rating carries ',
  ],
  alone: [
    sentence(`(?<count>${C}) items? (?:has|have) a single vote: no information on agreement, .+`),
    ' a single vote: no information on agreement, ',
  ],
  repeatsLast: [
    sentence(`(?<count>${C}) votes? repeats? an annotator on an item: the last one counts\\.`),
    'the last one counts.',
  ],
  repeatsFirst: [
    sentence(`(?<count>${C}) votes? repeats? an annotator on an item: the first one counts\\.`),
    'the first one counts.',
  ],
  repeatsAll: [
    sentence(`(?<count>${C}) votes? repeats? an annotator on an item: all count as votes of the item\\.`),
    'all count as votes of the item.',
  ],
  unused: [sentence(`(?<count>${C}) class(?:es)? (?:was|were) never chosen\\.`), ' never chosen.'],
  sampled: [
    sentence(
      `The answers are too many to compare each with each: the figures rest on (?<count>${C}) items, evenly spaced\\.`,
    ),
    'The answers are too many to compare each with each: the figures rest on ',
  ],
  overlapping: [sentence(`Alpha leaves out (?<count>${C}) items on which .+`), 'Alpha leaves out '],
  masi: [
    sentence('Alpha counts sets that share options as partly equal .+'),
    'Alpha counts sets that share options as partly equal',
  ],
  leftWins: [
    sentence(`What stood on the left of the screen won (?<pct>${P}) of (?<count>${C}) decided comparisons; .+`),
    'What stood on the ',
  ],
  rightWins: [
    sentence(`What stood on the right of the screen won (?<pct>${P}) of (?<count>${C}) decided comparisons; .+`),
    ' of the screen won ',
  ],
  onlyGold: [
    sentence('There is nothing to compare yet: only gold items are answered\\.'),
    'There is nothing to compare yet: only gold',
  ],
  noAnswer: [sentence('No item outside gold has an answer yet\\.'), 'No item outside gold has an answer yet.'],
  evaluating: [sentence('The first answers are being evaluated\\.'), 'The first answers are being evaluated.'],
  noPairs: [sentence('No item has two or more votes, .+'), 'No item has two or more votes, '],
  noTwoAnswers: [sentence('No item has two answers\\.'), 'No item has two answers.'],
  oneClass: [
    sentence('All votes on items with two or more votes name the same class, .+'),
    'All votes on items with two or more votes name the same class, ',
  ],
  zeroDistance: [
    sentence('All classes that were used lie at distance zero .+'),
    'All classes that were used lie at distance zero',
  ],
  unconfirmed: [
    sentence('No item with two or more votes has a vote for (?<label>.+), so nobody could confirm it\\.'),
    'No item with two or more votes has a vote for ',
  ],
  nobodyChose: [
    sentence('On items with two or more votes, nobody chose (?<label>.+), so agreement beyond .+'),
    'nobody chose ',
  ],
  alwaysChose: [
    sentence('On items with two or more votes, everybody always chose (?<label>.+), so agreement beyond .+'),
    'everybody always chose ',
  ],
  optionUnused: [sentence('Nobody chose this option\\.'), 'Nobody chose this option.'],
  labelUnused: [sentence('Nobody used this label\\.'), 'Nobody used this label.'],
  pilotUnanswered: [
    sentence('Nobody has answered this question in the pilot yet\\.'),
    'Nobody has answered this question in the pilot yet.',
  ],
  numbersNoClasses: [sentence("Gwet's AC1 compares classes; numbers .+"), "Gwet's AC1 compares classes; numbers "],
  noClasses: [sentence("Gwet's AC1 compares classes; these .+"), "Gwet's AC1 compares classes; these "],
  noKappa: [sentence('Kappa compares classes; .+'), 'Kappa compares classes; '],
  noCorrection: [
    sentence('No chance correction is known for these regions\\.'),
    'No chance correction is known for these regions.',
  ],
  noSides: [
    sentence('No decided comparison says which of the two stood .+'),
    'No decided comparison says which of the two stood ',
  ],
  noGold: [
    sentence('No gold item with a verified answer has been answered yet\\.'),
    'No gold item with a verified answer has been',
  ],
  neverAgain: [
    sentence('Nobody has asked them about an item once more yet\\.'),
    'Nobody has asked them about an item once more yet.',
  ],
  nobodyElse: [
    sentence('Nobody else has answered the same items yet\\.'),
    'Nobody else has answered the same items yet.',
  ],
  fast: [
    sentence(
      'Half of their answers took less than (?<secOwn>[\\d.]+ s); for the others it is usually (?<secUsual>[\\d.]+ s)\\.',
    ),
    '; for the others it is usually ',
  ],
  disagrees: [
    sentence(`Agrees with the others in (?<pct>${P}) of (?<count>${C}) answers; (?<pctUsual>${P}) is usual here\\.`),
    ' is usual here.',
  ],
  oneOption: [
    sentence(
      `(?<pct>${P}) of their (?<count>${C}) answers are '(?<label>.+)'; everybody else says so in (?<pctElse>${P})\\.`,
    ),
    "'; everybody else says so in ",
  ],
  guessing: [
    sentence(`Right on (?<pct>${P}) of (?<count>${C}) gold items; blind guessing gives (?<pctChance>${P})\\.`),
    ' gold items; blind guessing gives ',
  ],
} as const satisfies Record<string, readonly [RegExp, string]>;
export type ReportKey = keyof typeof KNOWN;

export const PIECES: readonly string[] = Object.values(KNOWN).map(([, piece]) => piece);

export interface ReportWords {
  /** Of the catalogue. */
  key: ReportKey;
  values: Readonly<Record<string, string | undefined>>;
}

export function reportWords(said: string): ReportWords | undefined {
  for (const [key, [pattern]] of Object.entries(KNOWN)) {
    const found = pattern.exec(said);
    if (found) return { key: key as ReportKey, values: { ...found.groups } };
  }
  return undefined;
}

/** How the values of a sentence are written. */
export interface Writing {
  words: (key: ReportKey, values: Record<string, string>) => string;
  number: (value: number, options: Intl.NumberFormatOptions) => string;
  labelOf: (id: string) => string;
}

/** A sentence of a report as this person reads it. */
export function reportText(said: string, writing: Writing): string {
  const known = reportWords(said);
  if (!known) return said;
  const values = Object.entries(known.values).map(([name, value]) => [name, written(name, value ?? '', writing)]);
  return writing.words(known.key, Object.fromEntries(values)).trim();
}

function written(name: string, value: string, writing: Writing): string {
  const { number, labelOf } = writing;
  const digits = /\.(\d+)/.exec(value)?.[1]?.length ?? 0;
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const plain = Number(value.replace(/^more than |,|[ %s]/g, ''));
  if (value === '') return '';
  if (name.startsWith('said')) return reportText(value, writing);
  if (name.startsWith('label')) return value.startsWith('not ') ? value : labelOf(value);
  if (Number.isNaN(plain)) return value;
  if (name.startsWith('pct'))
    return (value.startsWith('more') ? '> ' : '') + number(plain / 100, { style: 'percent', ...fixed });
  if (name.startsWith('sec')) return `${number(plain, fixed)}\u00a0s`;
  return /^(num|count)/.test(name) ? number(plain, fixed) : value;
}
