/**
 * Why a schema was not saved though it is in order: answers that exist would lose their meaning. The server says it in one
 * English sentence; its places are told apart here, so that each can be said in the person's language, where it is.
 */
import type { SchemaDraft } from './schemaModel';

export type LostMeaning =
  | { readonly kind: 'question' | 'type' | 'scale'; readonly question: string }
  | { readonly kind: 'option'; readonly question: string; readonly option: string };

/** The sentence about a place, and the piece of it that the server's source holds as it is (a test looks for it there). */
const KNOWN = [
  ['question', /^the question has answers$/, 'the question has answers'],
  ['type', /^the question would change its kind$/, 'the question would change its kind'],
  ['scale', /^the scale would shrink$/, 'the scale would shrink'],
  ['option', /^the option '(?<option>.*)' would go$/s, "' would go"],
] as const;
const LEAD = 'Answers that exist would lose their meaning: ';

export const PIECES: readonly string[] = [LEAD, ...KNOWN.map(([, , piece]) => piece)];

/** Every place, in the order of the server; undefined if one of them is in words of a newer server. */
export function lostMeanings(detail: string): LostMeaning[] | undefined {
  if (!detail.startsWith(LEAD)) return undefined;
  const places = detail.slice(LEAD.length).split(/; (?=[a-z][a-z0-9_]*: the )/);
  const found = places.flatMap((place): LostMeaning[] => {
    const [, question, what] = /^([a-z][a-z0-9_]*): (.*)$/s.exec(place) ?? [];
    if (question === undefined || what === undefined) return [];
    for (const [kind, sentence] of KNOWN) {
      const match = sentence.exec(what);
      if (!match) continue;
      return [kind === 'option' ? { kind, question, option: match.groups?.option ?? '' } : { kind, question }];
    }
    return [];
  });
  return found.length === places.length ? found : undefined;
}

const FIELD = { question: '', type: '.type', scale: '.min', option: '.options' } as const;

/** The path of the place in the schema that was refused: where the form shows it. */
export function pathOf(lost: LostMeaning, schema: SchemaDraft): string {
  const at = schema.questions.findIndex(({ id }) => id === lost.question);
  return at < 0 ? 'questions' : `questions[${at}]${FIELD[lost.kind]}`;
}
