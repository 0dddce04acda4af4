/**
 * Twelve colours for labels, in the order they are handed out. Each has a form for the light and for the dark theme:
 * at least 3:1 against the surface (WCAG 1.4.11), and told apart under the three kinds of colour blindness; the test
 * beside this file checks both. A colour never stands alone: a name or a key is always beside it.
 */
export const LABEL_COLORS = [
  { name: 'blue', light: '#2459c4', dark: '#7aa7ff' },
  { name: 'orange', light: '#cc5f0c', dark: '#f59a52' },
  { name: 'teal', light: '#128f7f', dark: '#4fc9b4' },
  { name: 'rose', light: '#a84a55', dark: '#c06595' },
  { name: 'olive', light: '#5c6324', dark: '#d7da57' },
  { name: 'violet', light: '#412984', dark: '#876bda' },
  { name: 'sky', light: '#0f587a', dark: '#90c8e9' },
  { name: 'brown', light: '#792e0c', dark: '#ee722c' },
  { name: 'green', light: '#6b9358', dark: '#93e4a3' },
  { name: 'magenta', light: '#bf62c1', dark: '#b873c6' },
  { name: 'slate', light: '#624555', dark: '#a495aa' },
  { name: 'red', light: '#5d2c33', dark: '#d25e55' },
] as const;

export type LabelColorName = (typeof LABEL_COLORS)[number]['name'];

/** The colour of the option at this place, or the one its schema names, as a CSS value that follows the theme. */
export function labelColor(index: number, named?: string): string {
  const byName = LABEL_COLORS.findIndex((color) => color.name === named);
  return `var(--label-${(byName >= 0 ? byName : index % LABEL_COLORS.length) + 1})`;
}
