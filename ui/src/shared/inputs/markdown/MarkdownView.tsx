import { Markdown } from '../../ui/Markdown';
import { plain, type ViewProps } from '../input';
import classes from '../inputs.module.css';

export function MarkdownView({ content }: ViewProps) {
  return <Markdown source={plain(content)} className={classes.rich} />;
}
