import type { FieldContent } from '../api/contract';
import { plain } from './input';
import classes from './inputs.module.css';

/** A text as it is written. */
export function Plain({ content }: { content: FieldContent }) {
  return (
    <p className={classes.text} dir="auto">
      {plain(content)}
    </p>
  );
}
