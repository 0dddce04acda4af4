import { type ReactNode, useEffect } from 'react';
import classes from './ui.module.css';

/** Names the browser tab: "Items - Reviews - Cupel". */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter((part) => part), 'Cupel'].join(' - ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** The frame of an ordinary screen: one heading, its actions at the right, then the content. */
export function Page({
  title,
  lead,
  actions,
  children,
  width = 'wide',
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  width?: 'text' | 'wide' | 'full';
}) {
  return (
    <div className={classes.page} data-width={width}>
      <div className={classes.pageHead}>
        <div className={classes.pageTitle}>
          <h1>{title}</h1>
          {lead && <div className={classes.pageLead}>{lead}</div>}
        </div>
        {actions && <div className={classes.pageActions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}
