import type { ExportWanted, Project } from '@/shared/api';
import { midnight } from '@/shared/i18n';

export const FORMATS = ['jsonl', 'csv', 'votes'] as const;
export type Format = (typeof FORMATS)[number];

/** What somebody has chosen; dates as YYYY-MM-DD where they are, empty where nothing is chosen. */
export interface Choice {
  format: Format;
  /** Whose votes. */
  question: string;
  /** Questions the file tells about; all if there are none. */
  questions: readonly string[];
  finished: boolean;
  /** Least probability in percent. */
  confidence: number | '';
  from: string;
  to: string;
  spreadsheet: '' | 'comma' | 'semicolon';
}

/** The request for it: only what was chosen, and only what its format knows. */
export function wantedOf(choice: Choice): ExportWanted {
  const votes = choice.format === 'votes';
  return {
    format: choice.format,
    ...(votes ? { question: choice.question } : {}),
    ...(!votes && choice.questions.length > 0 ? { questions: [...choice.questions] } : {}),
    ...(choice.finished ? { finished: true } : {}),
    ...(choice.confidence === '' ? {} : { confidence: choice.confidence / 100 }),
    ...(choice.from === '' && choice.to === ''
      ? {}
      : {
          where: {
            ...(choice.from === '' ? {} : { from: midnight(choice.from) }),
            ...(choice.to === '' ? {} : { to: midnight(choice.to, 1) }),
          },
        }),
    ...(choice.format === 'jsonl' || choice.spreadsheet === '' ? {} : { spreadsheet: choice.spreadsheet }),
  };
}

/** The beginning of each file as it will look for this project; data, not words to translate. */
export function exampleOf(format: Format, schema: Pick<Project['schema'], 'inputs' | 'questions'>): string {
  switch (format) {
    case 'jsonl':
      return '{"key": "r-17", "fields": {...}, "consensus": {...}, "annotations": [...]}';
    case 'csv': {
      const fields = [...new Set(schema.inputs.map((input) => input.field))];
      const question = schema.questions[0]?.id ?? '';
      return ['key', ...fields, `consensus.${question}`, `probability.${question}`, `source.${question}`].join(',');
    }
    case 'votes':
      return 'task,worker,label';
  }
}
