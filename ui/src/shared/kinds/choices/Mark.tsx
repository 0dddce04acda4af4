import { LabelMark } from '../../ui/LabelMark';
import type { QuestionOf } from '../kind';
import { optionLook } from '../options';
import { word } from '../words';

export function ChoicesMark({ question, answer }: { question: QuestionOf<'choices'>; answer: string[] }) {
  if (answer.length === 0) return <span>{word('choices.none')}</span>;
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', columnGap: 12 }}>
      {answer.map((id) => {
        const look = optionLook(question, id);
        return <LabelMark key={id} name={look.name} index={look.place} color={look.named} />;
      })}
    </span>
  );
}
