import type { KeyboardEvent } from 'react';

/** Escape gives the keys back to the question: letters are commands again. */
export function leaveOnEscape(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
  event.currentTarget.closest<HTMLElement>('fieldset')?.focus({ preventScroll: true });
}
