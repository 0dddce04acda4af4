import type { Project } from '@/shared/api';

export const FORMATS = ['jsonl', 'csv', 'votes'] as const;
export type Format = (typeof FORMATS)[number];

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
