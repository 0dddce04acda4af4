import type { Answers, Schema } from '@/shared/api';

interface Said {
  outcome: string;
  answers: unknown;
  comment?: string | null;
  skipReason?: string | null;
}

/** An answer as one line of text: titles where the schema has them, ids where it has not. */
export function answersInWords(schema: Schema | undefined, said: Said): string {
  if (said.outcome === 'skipped') return said.skipReason ?? '';
  const parts = Object.entries((said.answers ?? {}) as Answers).map(([id, value]) => {
    const question = schema?.questions.find((one) => one.id === id);
    const options = question && 'options' in question ? (question.options ?? []) : [];
    const title = (option: unknown) => options.find((one) => one.id === option)?.title ?? String(option);
    return `${question?.title ?? id}: ${Array.isArray(value) ? value.map(title).join(', ') : title(value)}`;
  });
  if (said.comment) parts.push(said.comment);
  return parts.join('; ');
}
