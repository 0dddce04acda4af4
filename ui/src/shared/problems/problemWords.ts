import type { FieldProblem } from '../api/contract';

/** What the server said: `ApiProblem`, or a refusal kept on the device. */
export interface Said {
  code: string;
  title: string;
  detail: string;
  fix?: string | undefined;
  problems: readonly FieldProblem[];
  parameters?: Readonly<Record<string, string | number>> | undefined;
}

/** A catalogue entry: `{{name}}` stands for a parameter of the problem, `{{detail}}` and `{{fix}}` for the server's
 * words, `{{places}}` for those after the colon of its detail. */
export interface Entry {
  what: string;
  fix?: string;
}

export interface ProblemWords {
  what: string;
  fix: string | undefined;
  problems: readonly FieldProblem[];
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/** The text with its values, or undefined if the server did not send one of them. */
function filled(text: string, values: Record<string, string | number | undefined>): string | undefined {
  let whole = true;
  const result = text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') whole = false;
    return String(value);
  });
  return whole ? result : undefined;
}

/**
 * What went wrong in the words of the catalogue; in the server's own where it has none for the code, or lacks a value that
 * the words need: older and newer servers are understood as well.
 */
export function problemWords(said: Said, entry: Entry | undefined): ProblemWords {
  const own = { what: said.detail || said.title, fix: said.fix, problems: said.problems };
  // One thing wrong in one place is told twice, as the detail and as the only problem.
  const only = said.problems.length === 1 && said.problems[0]?.what === said.detail ? said.problems[0] : undefined;
  const fix = said.fix ?? only?.fix;
  const detail = said.detail.replace(/\.$/, '');
  const places = detail.slice(detail.indexOf(': ') + 1).trimStart();
  const values = { ...said.parameters, detail, places, fix };
  const what = entry && filled(entry.what, values);
  if (!entry || what === undefined) return own;
  return {
    what: what.replace(/\.{2,}$/, '.'),
    fix: (entry.fix && filled(entry.fix, values)) ?? said.fix,
    problems: only && entry.fix ? [] : said.problems,
  };
}
