import { LabelMark } from '../../ui/LabelMark';
import type { QuestionOf } from '../kind';
import { optionLook } from '../options';

export function ChoiceMark({ question, answer }: { question: QuestionOf<'choice'>; answer: string }) {
  const look = optionLook(question, answer);
  return <LabelMark name={look.name} index={look.place} color={look.named} />;
}
