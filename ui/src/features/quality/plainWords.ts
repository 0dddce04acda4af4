import type { QualityReport } from '@/shared/api';

/** Which words fit a coefficient; the thresholds are Krippendorff's (2004, p. 241) for conclusions drawn from data. */
export type AlphaVerdict = 'undefined' | 'worseThanChance' | 'tooLow' | 'tentative' | 'reliable';

/**
 * Judges the lower end of the interval where there is one: what the data support, not what they happen to show.
 */
export function alphaVerdict(alpha: { value?: number | null; low?: number | null }): AlphaVerdict {
  if (alpha.value === undefined || alpha.value === null) return 'undefined';
  if (alpha.value < 0) return 'worseThanChance';
  const supported = alpha.low ?? alpha.value;
  if (supported >= 0.8) return 'reliable';
  return supported >= 0.667 ? 'tentative' : 'tooLow';
}

/** The label with the lowest coefficient, if the labels differ by more than chance plays: intervals that do not meet. */
export function weakSpot(perClass: NonNullable<QualityReport['agreement']['perClass']>): string | undefined {
  const known = perClass.filter(({ alpha }) => typeof alpha.value === 'number');
  if (known.length < 2) return undefined;
  const sorted = [...known].sort((a, b) => Number(a.alpha.value) - Number(b.alpha.value));
  const lowest = sorted[0];
  const highest = sorted.at(-1);
  if (!lowest || !highest) return undefined;
  const top = lowest.alpha.high ?? lowest.alpha.value ?? 0;
  const bottom = highest.alpha.low ?? highest.alpha.value ?? 0;
  return top < bottom ? lowest.option : undefined;
}
