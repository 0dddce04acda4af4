import type { ReactNode } from 'react';
import { KeyBadge } from '../../ui/KeyBadge';
import type { Press } from '../kind';
import classes from './parts.module.css';

/** One way to answer as a button that shows its key and whether it is on. */
export function PressButton({
  press,
  on,
  showKeys,
  label,
  onClick,
  children,
}: {
  press: Press | undefined;
  on: boolean;
  showKeys: boolean;
  label?: string;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={classes.press}
      aria-pressed={on}
      aria-label={label}
      aria-keyshortcuts={press?.key}
      disabled={press === undefined}
      // The focus stays with the question: Enter submits after a click as it does after a key.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onClick}
    >
      <span className={classes.pressText}>{children}</span>
      {showKeys && press?.key && (
        <span className={classes.hotkeyHome}>
          <KeyBadge binding={press.key} decorative />
        </span>
      )}
    </button>
  );
}
