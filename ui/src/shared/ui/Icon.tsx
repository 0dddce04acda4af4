import type { CSSProperties } from 'react';

/** Line icons on a 16 px grid, drawn with the current colour. */
const PATHS = {
  alert: 'M8 2 14.5 13.5h-13L8 2ZM8 6.5v3M8 11.6v.1',
  ambiguous: 'M5.8 6.1A2.2 2.2 0 1 1 8 8.3v1.2M8 12v.1',
  arrowLeft: 'M13 8H3m4.5-4.5L3 8l4.5 4.5',
  arrowRight: 'M3 8h10M8.5 3.5 13 8l-4.5 4.5',
  back: 'M10 3 5 8l5 5',
  book: 'M3 3h3.5A1.5 1.5 0 0 1 8 4.5V13a1.5 1.5 0 0 0-1.5-1.5H3V3Zm10 0H9.5A1.5 1.5 0 0 0 8 4.5V13a1.5 1.5 0 0 1 1.5-1.5H13V3Z',
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V6',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  chevronDown: 'm4 6 4 4 4-4',
  circle: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  cloudOff: 'M2 2l12 12M5 5.2A3.6 3.6 0 0 0 4.6 12h7M7 4a4 4 0 0 1 4.8 3.1A2.6 2.6 0 0 1 13.6 11',
  comment: 'M2.5 3.5h11v7.5H7L4 13.5V11H2.5V3.5Z',
  copy: 'M5.5 5.5h8v8h-8v-8ZM10.5 5.5v-3h-8v8h3',
  dots: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  download: 'M8 2.5v7m-3-3 3 3 3-3M2.5 11v2.5h11V11',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z',
  filter: 'M2 3.5h12L9.5 8.7v4.3l-3-1.5V8.7L2 3.5Z',
  flag: 'M3.5 14V2.5h8.5l-2 3 2 3H3.5',
  aside: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4',
  gavel: 'm6.5 9.5-4 4M7 4l5 5M5.5 5.5 9 2l5 5-3.5 3.5-5-5ZM8.5 14H14',
  grid: 'M2.5 2.5h11v11h-11v-11ZM2.5 6h11M2.5 9.8h11M6.5 2.5v11',
  half: 'M8 13.5a5.5 5.5 0 1 0 0-11v11ZM8 2.5a5.5 5.5 0 0 0 0 11',
  history: 'M2.5 8a5.5 5.5 0 1 1 1.7 4M2.3 13v-2.6h2.6M8 5v3.2l2 1.3',
  inbox: 'M2.5 9.5 4.5 3h7l2 6.5V13h-11V9.5ZM2.5 9.5h3l1 1.8h3l1-1.8h3',
  image: 'M2.5 3h11v10h-11V3ZM2.5 11 6 7.5l3 3 2-2 2.5 2.5M10.6 5.8v.1',
  keyboard: 'M1.5 4h13v8h-13V4ZM4 6.5h.1M6.6 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6',
  link: 'M6.5 9.5a2.6 2.6 0 0 0 3.7 0l2.5-2.5A2.6 2.6 0 0 0 9 3.3l-.8.8M9.5 6.5a2.6 2.6 0 0 0-3.7 0L3.3 9A2.6 2.6 0 0 0 7 12.7l.8-.8',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  minus: 'M3.5 8h9',
  moon: 'M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6Z',
  people:
    'M6 7.5a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.5 13.3c.3-2.4 2.1-3.8 4.5-3.8s4.2 1.4 4.5 3.8M10.5 3a2.4 2.4 0 0 1 0 4.4M12 9.8c1.5.5 2.4 1.7 2.6 3.5',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.8v10.4L13 8 4.5 2.8Z',
  plus: 'M8 3v10M3 8h10',
  redo: 'M13 6H6a3.5 3.5 0 0 0 0 7h3M10 3l3 3-3 3',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.7-4M13.7 3v2.6h-2.6',
  schema: 'M2.5 3h4v3.5h-4V3ZM9.5 9.5h4V13h-4V9.5ZM4.5 6.5v5h5M9.5 3h4v3.5h-4V3Z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3l3.4 3.4',
  server: 'M2.5 2.5h11V7h-11V2.5ZM2.5 9h11v4.5h-11V9ZM5 4.8h.1M5 11.3h.1',
  skip: 'M3 3.5 8.5 8 3 12.5v-9ZM8.5 3.5 14 8l-5.5 4.5M14 3.5v9',
  split: 'M8 14V9.5M8 9.5 3.5 5M8 9.5 12.5 5M3.5 8V5h3M12.5 8V5h-3',
  star: 'm8 2.2 1.7 3.7 4 .5-3 2.7.8 4L8 11.1l-3.5 2 .8-4-3-2.7 4-.5L8 2.2Z',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  toBottom: 'M8 3v8.5m-4-4 4 4 4-4M3 14h10',
  toTop: 'M8 13V4.5m-4 4 4-4 4 4M3 2h10',
  archive: 'M2 3h12v3H2zM3 6v7.5h10V6M6 9h4',
  trash: 'M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.6 7v4M9.4 7v4',
  undo: 'M3 6h7a3.5 3.5 0 0 1 0 7H7M6 3 3 6l3 3',
  upload: 'M8 10V3m-3 3 3-3 3 3M2.5 11v2.5h11V11',
  user: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.5 14c.4-2.6 2.6-4 5.5-4s5.1 1.4 5.5 4',
  x: 'm4 4 8 8M12 4l-8 8',
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative unless `label` is given. */
export function Icon({
  name,
  size = 16,
  label,
  className,
  style,
}: {
  name: IconName;
  size?: number;
  label?: string;
  className?: string | undefined;
  style?: CSSProperties;
}) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by aria-label, or hidden where a word beside it says the same
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      style={{ flex: 'none', ...style }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
