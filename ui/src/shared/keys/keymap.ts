/**
 * Keys as text: "Enter", "?", "g", "Shift+z", "Mod+k" (Mod is Cmd on a Mac, Ctrl elsewhere). Letters match without
 * regard to case or layout position: what counts is the character the key types. "a 1" is two strokes, A and then 1.
 */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The strokes of a binding, one after the other. The space bar is a stroke of its own. */
export const strokesOf = (binding: string): readonly string[] => (binding === ' ' ? [binding] : binding.split(' '));

/** Whether a press is this one stroke. */
export function matches(binding: string, press: KeyPress): boolean {
  const parts = binding.split('+').filter((part) => part !== '');
  const key = binding.endsWith('+') ? '+' : (parts.pop() ?? '');
  const mod = parts.includes('Mod');
  const shift = parts.includes('Shift');
  if (mod !== (press.ctrlKey || press.metaKey)) return false;
  if (parts.includes('Alt') !== press.altKey) return false;
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (letter) return press.key.toLowerCase() === key.toLowerCase() && press.shiftKey === shift;
  // A sign such as "?" already says whether Shift was needed; named keys (Enter, ArrowLeft) do not.
  if (key.length > 1 && press.shiftKey !== shift) return false;
  return press.key === key;
}

const SIGNS: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  Escape: 'Esc',
  ' ': 'Space',
  Backspace: '⌫',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
};

/** How a binding is written on screen, one entry per key cap: "Mod+k" is ["Ctrl", "K"] or ["⌘", "K"], "a 1" is ["A", "1"]. */
export function keyCaps(binding: string, mac = isMac()): string[] {
  const parts = strokesOf(binding).flatMap((stroke) => (stroke === '+' ? ['+'] : stroke.split('+')));
  return parts.map((part) => {
    if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'Shift') return mac ? '⇧' : 'Shift';
    if (part === 'Alt') return mac ? '⌥' : 'Alt';
    return SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

export const isMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
