import type { Answers, Schema } from '@/shared/api';
import { answerText } from '@/shared/kinds';

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
    return `${question?.title ?? id}: ${answerText(question, value)}`;
  });
  if (said.comment) parts.push(said.comment);
  return parts.join('; ');
}
