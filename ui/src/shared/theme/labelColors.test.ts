import { describe, expect, test } from 'vitest';
import { LABEL_COLORS, labelColor } from './labelColors';

type Rgb = readonly [number, number, number];
const linear = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const rgb = (hex: string): Rgb =>
  [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Rgb;

/** WCAG 2 relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (one: Rgb, other: Rgb) => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** OKLab (B. Ottosson, 2020): Euclidean distances in it approximate how different two colours look. */
const oklab = ([r, g, b]: Rgb): Rgb => {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
};

/** What complete colour blindness of each kind makes of linear RGB (Machado, Oliveira & Fernandes 2009, severity 1). */
const VISION: Record<string, readonly Rgb[]> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};
const seen = (colour: Rgb, rows: readonly Rgb[]): Rgb =>
  rows.map((row) =>
    Math.min(1, Math.max(0, row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2])),
  ) as unknown as Rgb;

const SURFACES = { light: ['#ffffff', '#faf9f7', '#f3f1ed'], dark: ['#1d1b1a', '#151413', '#2b2927'] };

describe.each(['light', 'dark'] as const)('in the %s theme', (scheme) => {
  const colours = LABEL_COLORS.map((colour) => ({ name: colour.name, rgb: rgb(colour[scheme]) }));

  test('every label colour stands out from every surface by 3:1', () => {
    for (const colour of colours)
      for (const surface of SURFACES[scheme])
        expect(contrast(colour.rgb, rgb(surface)), `${colour.name} on ${surface}`).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(VISION))('any two can be told apart with %s', (_, rows) => {
    const labs = colours.map((colour) => ({ name: colour.name, lab: oklab(seen(colour.rgb, rows)) }));
    for (const [index, one] of labs.entries())
      for (const other of labs.slice(0, index)) {
        const distance = Math.hypot(...one.lab.map((value, axis) => value - (other.lab[axis] ?? 0)));
        expect(distance, `${one.name} and ${other.name}`).toBeGreaterThan(0.05);
      }
  });
});

test('options take colours in order, start again after twelve, and a named colour wins', () => {
  expect(labelColor(0)).toBe('var(--label-1)');
  expect(labelColor(12)).toBe('var(--label-1)');
  expect(labelColor(0, 'teal')).toBe('var(--label-3)');
  expect(labelColor(4, 'no such colour')).toBe('var(--label-5)');
});
