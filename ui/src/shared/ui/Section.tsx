import { type ReactNode, useId } from 'react';
import classes from './Section.module.css';

/** A part of a screen: heading, what it says, its actions, its content. `boxed` draws a surface around the content. */
export function Section({
  title,
  sub,
  actions,
  boxed = false,
  children,
}: {
  title: string;
  sub?: ReactNode;
  actions?: ReactNode;
  boxed?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {sub ? <div className={classes.sub}>{sub}</div> : null}
      {boxed ? <div className={classes.box}>{children}</div> : children}
    </section>
  );
}

/** A surface with a thin border. */
export function Panel({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return <div className={className ? `${classes.box} ${className}` : classes.box}>{children}</div>;
}
