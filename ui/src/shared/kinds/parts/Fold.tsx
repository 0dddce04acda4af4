import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './parts.module.css';

/** The first lines of something long, and a way to see all of it. */
export function Fold({ children }: { children: ReactNode }) {
  const { t } = useTranslation('kinds');
  const [open, setOpen] = useState(false);
  const [long, setLong] = useState(false);
  const body = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const element = body.current;
    if (!element || open) return;
    const measure = () => setLong(element.scrollHeight > element.clientHeight + 2);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [open]);
  return (
    <span className={classes.fold}>
      <span ref={body} className={classes.foldBody} data-open={open || undefined}>
        {children}
      </span>
      {(long || open) && (
        <button type="button" className={classes.foldButton} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('less') : t('more')}
        </button>
      )}
    </span>
  );
}
