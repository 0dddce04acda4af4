import type { QuestionOf } from '../kind';
import { Fold } from '../parts/Fold';
import classes from '../parts/parts.module.css';

export function TextMark({ answer }: { question: QuestionOf<'text'>; answer: string }) {
  if (answer.trim() === '') return <span>–</span>;
  return (
    <Fold>
      <span className={classes.written} dir="auto">
        {answer}
      </span>
    </Fold>
  );
}
