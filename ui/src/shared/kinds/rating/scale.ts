/** The points of a rating, lowest first; defaults 1 to 5 by 1. None where the limits make no sense. */
export function ratingPoints({
  min = 1,
  max = 5,
  step = 1,
}: {
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
}): number[] {
  if (!(step > 0) || max < min) return [];
  const count = Math.min(1001, Math.floor((max - min) / step + 1e-9) + 1);
  return Array.from({ length: count }, (_, index) => Number((min + index * step).toFixed(6)));
}

/** More points than this become a slider. */
export const MOST_BUTTONS = 11;

/** Points are ordered: shades of one colour, not labels' colours. */
export function pointTint(points: readonly number[], value: number): string {
  const at = points.indexOf(value);
  const share = points.length < 2 ? 1 : Math.max(0, at) / (points.length - 1);
  return `color-mix(in srgb, var(--accent-line) ${Math.round(25 + 75 * share)}%, var(--surface))`;
}
