import { type ReactNode, useEffect, useRef } from 'react';
import { useTitle } from '@/shared/ui';
import classes from './session.module.css';

/** The page around sign-in, set-up and invitation: one card, one thing to do; what is marked with `data-autofocus` has the focus. */
export function Frame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useTitle(title);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  return (
    <main className={classes.frame}>
      <div ref={card} className={classes.card}>
        <p className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} /> Cupel
        </p>
        <h1 className={classes.title}>{title}</h1>
        {lead && <div className={classes.lead}>{lead}</div>}
        {children}
      </div>
    </main>
  );
}
