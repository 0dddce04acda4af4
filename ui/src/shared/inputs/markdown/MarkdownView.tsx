import type { FieldContent } from '../../api/contract';
import { Markdown } from '../../ui/Markdown';
import { plain } from '../input';
import classes from '../inputs.module.css';

export function MarkdownView({ content }: { content: FieldContent }) {
  return <Markdown source={plain(content)} className={classes.rich} />;
}
