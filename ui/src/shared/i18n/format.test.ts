import { expect, test } from 'vitest';
import { writingOf } from './format';

test('dates are written as in the country of the reader, in the language of the page', () => {
  expect(writingOf('en', ['en-GB', 'en-US'])).toBe('en-GB');
  expect(writingOf('en', ['de-AT', 'en-IE', 'en'])).toBe('en-IE');
  expect(writingOf('de', ['en-GB', 'en'])).toBe('de');
  expect(writingOf('en', ['en', 'en-AU'])).toBe('en-AU');
  expect(writingOf('en', [])).toBe('en');
});
