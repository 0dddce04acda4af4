import i18next from 'i18next';
import { expect, test } from 'vitest';
import { formatInterval, formatNumber, writingOf } from './format';

test('dates are written as in the country of the reader, in the language of the page', () => {
  expect(writingOf('en', ['en-GB', 'en-US'])).toBe('en-GB');
  expect(writingOf('en', ['de-AT', 'en-IE', 'en'])).toBe('en-IE');
  expect(writingOf('de', ['en-GB', 'en'])).toBe('de');
  expect(writingOf('en', ['en', 'en-AU'])).toBe('en-AU');
  expect(writingOf('en', [])).toBe('en');
});

test('bounds are divided by a semicolon where the comma divides a number', async () => {
  const interval = () => formatInterval(formatNumber(0.5), formatNumber(0.78));
  await i18next.init({ lng: 'en', resources: {} });
  expect(interval()).toBe('[0.5, 0.78]');
  await i18next.changeLanguage('de');
  expect(interval()).toBe('[0,5; 0,78]');
});
