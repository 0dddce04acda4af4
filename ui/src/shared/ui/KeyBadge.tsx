import { keyCaps } from '../keys/keymap';
import classes from './ui.module.css';

/** The key for something, as a small key cap. `decorative` where a name nearby says the same to screen readers. */
export function KeyBadge({ binding, decorative = false }: { binding: string; decorative?: boolean }) {
  return (
    <span className={classes.keys} aria-hidden={decorative || undefined}>
      {keyCaps(binding).map((cap, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same cap may stand there twice
        <kbd key={place} className={classes.key}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}
