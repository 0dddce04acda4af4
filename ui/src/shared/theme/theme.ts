import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { LABEL_COLORS } from './labelColors';

/** The one accent: the green of a verdigris cupel. 7 carries white text, 3-4 carry dark text. */
const accent: MantineColorsTuple = [
  '#eaf6f3',
  '#d3ebe5',
  '#a6d8cd',
  '#73c2b2',
  '#47ab98',
  '#2b9483',
  '#1b7c6d',
  '#146658',
  '#0e5145',
  '#083c33',
];

/** Warm greys: paper by day, graphite by night. Mantine's dark theme reads 0 as text and 7 as the page. */
const dark: MantineColorsTuple = [
  '#e9e7e3',
  '#c9c6c0',
  '#aeaaa3',
  '#8d8982',
  '#4a4743',
  '#393734',
  '#2b2927',
  '#1b1a19',
  '#151413',
  '#0f0e0e',
];
const gray: MantineColorsTuple = [
  '#faf9f7',
  '#f3f1ed',
  '#e8e5e0',
  '#dad6cf',
  '#c8c3ba',
  '#a8a298',
  '#7d776e',
  '#5d5851',
  '#3f3b36',
  '#282521',
];

/** Sizes on a 4 px grid; body text 15 px. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.3,
  // Mantine's autoContrast looks at the light theme's shade only; on the dark theme's accent white has 2.8:1.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const primary = input.color === undefined || input.color === input.theme.primaryColor;
    return input.variant === 'filled' && primary ? { ...colors, color: 'var(--on-accent)' } : colors;
  },
  colors: { accent, dark, gray },
  white: '#ffffff',
  black: '#211f1c',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.6' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '0.25rem', sm: '0.375rem', md: '0.5rem', lg: '0.75rem', xl: '1rem' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '620',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.1875rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
      h4: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  shadows: { md: '0 4px 16px rgb(20 15 10 / 10%)', lg: '0 12px 32px rgb(20 15 10 / 16%)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: { transitionProps: { duration: 100 }, radius: 'md' },
      // A long name in a title takes several lines.
      styles: { title: { lineHeight: 1.35, overflowWrap: 'anywhere' } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 110 } } },
    // The placeholder for the first focus is a child that no menu may have.
    Menu: {
      defaultProps: {
        transitionProps: { duration: 80 },
        shadow: 'md',
        radius: 'md',
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md', radius: 'md' } },
    Button: { defaultProps: { size: 'sm' } },
  },
});

/** Cupel's own variables; stylesheets use these and Mantine's, never literal colours. */
export const cssVariables: CSSVariablesResolver = () => {
  const labels = (scheme: 'light' | 'dark') =>
    Object.fromEntries(LABEL_COLORS.map((color, index) => [`--label-${index + 1}`, color[scheme]]));
  return {
    variables: { '--measure': '72ch', '--header-height': '48px' },
    light: {
      '--mantine-color-body': '#faf9f7',
      '--mantine-color-dimmed': '#625d55',
      '--mantine-color-placeholder': '#746e66',
      '--mantine-color-error': '#b3261e',
      '--mantine-color-default-border': '#d8d4cc',
      '--mantine-color-anchor': '#146658',
      '--mantine-color-accent-light': '#e4f2ee',
      '--mantine-color-accent-light-hover': '#d8ebe6',
      '--surface': '#ffffff',
      '--surface-sunken': '#f3f1ed',
      '--line': '#e3dfd8',
      '--line-strong': '#928b80',
      '--accent': '#146658',
      '--on-accent': '#ffffff',
      '--accent-soft': '#e4f2ee',
      '--accent-line': '#2b9483',
      '--good': '#1c6b3c',
      '--good-soft': '#e6f3ea',
      '--warn': '#8a4b00',
      '--warn-soft': '#fcf1df',
      '--bad': '#b3261e',
      '--bad-soft': '#fbeae8',
      '--gold': '#8a6100',
      ...labels('light'),
    },
    dark: {
      '--mantine-color-body': '#151413',
      '--mantine-color-text': '#e9e7e3',
      '--mantine-color-dimmed': '#aca79f',
      '--mantine-color-placeholder': '#918c84',
      '--mantine-color-error': '#ff9a90',
      '--mantine-color-default': '#211f1e',
      '--mantine-color-default-hover': '#2b2927',
      '--mantine-color-default-border': '#45423e',
      '--mantine-color-anchor': '#73c2b2',
      '--mantine-color-accent-light': '#17302b',
      '--mantine-color-accent-light-hover': '#1d3a34',
      '--surface': '#1d1b1a',
      '--surface-sunken': '#111010',
      '--line': '#302e2b',
      '--line-strong': '#7b766e',
      '--accent': '#73c2b2',
      '--on-accent': '#0b211c',
      '--accent-soft': '#17302b',
      '--accent-line': '#47ab98',
      '--good': '#7fcf9a',
      '--good-soft': '#17291d',
      '--warn': '#f0b866',
      '--warn-soft': '#302413',
      '--bad': '#ff9a90',
      '--bad-soft': '#361c19',
      '--gold': '#e6bf5c',
      ...labels('dark'),
    },
  };
};
