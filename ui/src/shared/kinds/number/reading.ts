import type { QuestionOf } from '../kind';

/**
 * The number somebody typed, with a decimal point or a decimal comma; undefined if it is none. Spaces and, where a decimal
 * sign of the other kind follows, signs between groups of three digits are left out: `1 234`, `1.234,5`.
 */
export function parseNumber(typed: string): number | undefined {
  const text = typed.replace(/[\s\u00a0\u202f]/g, '').replace(/^[−–]/, '-');
  if (!/^[+-]?[\d.,]*\d[.,]?$/.test(text)) return undefined;
  const sign = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (sign < 0) return Number(text);
  const whole = text.slice(0, sign);
  if (/[.,]/.test(whole) && !(/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole) && !whole.includes(text[sign] as string)))
    return undefined;
  return Number(`${whole.replace(/[.,]/g, '')}.${text.slice(sign + 1) || '0'}`);
}

/** Why a number cannot be the answer, if it cannot. */
export type NumberFault = 'none' | 'below' | 'above' | 'between';

export function numberFault(
  { min, max, step }: Pick<QuestionOf<'number'>, 'min' | 'max' | 'step'>,
  answer: number | string,
): NumberFault | undefined {
  if (typeof answer === 'string' || !Number.isFinite(answer)) return 'none';
  if (min !== undefined && answer < min) return 'below';
  if (max !== undefined && answer > max) return 'above';
  if (step === undefined || !(step > 0)) return undefined;
  // Steps such as .1 are not exact in binary: what is off by rounding alone fits.
  const steps = (answer - (min ?? 0)) / step;
  return Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps)) ? 'between' : undefined;
}
