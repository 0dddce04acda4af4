/**
 * Twelve colours for labels, in the order they are handed out. Each has a form for the light and for the dark theme:
 * at least 3:1 against the surface (WCAG 1.4.11), and told apart under the three kinds of colour blindness; the test
 * beside this file checks both. A colour never stands alone: a name or a key is always beside it.
 */
export const LABEL_COLORS = [
  { name: 'blue', light: '#2563c9', dark: '#7aa7ff' },
  { name: 'orange', light: '#c2570a', dark: '#f59a52' },
  { name: 'teal', light: '#0e7c6b', dark: '#4fc9b4' },
  { name: 'rose', light: '#c0326a', dark: '#f58bb2' },
  { name: 'olive', light: '#6f7a10', dark: '#c3cc5a' },
  { name: 'violet', light: '#6a3fc0', dark: '#b59bff' },
  { name: 'sky', light: '#1683a8', dark: '#6fd0f2' },
  { name: 'brown', light: '#7d4a24', dark: '#c99972' },
  { name: 'green', light: '#2f7d32', dark: '#7fcf7f' },
  { name: 'magenta', light: '#9c2f9e', dark: '#e08be0' },
  { name: 'slate', light: '#56657a', dark: '#a3b2c7' },
  { name: 'red', light: '#a11d1d', dark: '#ff7d72' },
] as const;

export type LabelColorName = (typeof LABEL_COLORS)[number]['name'];

/** The colour of the option at this place, or the one its schema names, as a CSS value that follows the theme. */
export function labelColor(index: number, named?: string): string {
  const byName = LABEL_COLORS.findIndex((color) => color.name === named);
  return `var(--label-${(byName >= 0 ? byName : index % LABEL_COLORS.length) + 1})`;
}
