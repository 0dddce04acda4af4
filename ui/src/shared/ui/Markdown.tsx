import { lazy, Suspense } from 'react';
import classes from './ui.module.css';

const MarkdownBody = lazy(() => import('./MarkdownBody'));

/** Sanitised Markdown. The renderer (26 KB) is loaded on first use; until then the source is shown as plain text. */
export function Markdown({ source, className }: { source: string; className?: string | undefined }) {
  const names = className ? `${classes.markdown} ${className}` : classes.markdown;
  return (
    <Suspense fallback={<div className={`${names} ${classes.markdownSource}`}>{source}</div>}>
      <MarkdownBody source={source} className={names ?? ''} />
    </Suspense>
  );
}
