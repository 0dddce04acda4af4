import { expect, test } from 'vitest';
import { passwordFault } from './password';

test('a password is 10 to 72 bytes, counted as UTF-8', () => {
  expect(passwordFault('123456789')).toBe('tooShort');
  expect(passwordFault('1234567890')).toBe(null);
  expect(passwordFault('äöüäö')).toBe(null);
  expect(passwordFault('x'.repeat(72))).toBe(null);
  expect(passwordFault('x'.repeat(73))).toBe('tooLong');
});
