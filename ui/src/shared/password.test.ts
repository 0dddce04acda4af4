import { expect, test } from 'vitest';
import { lengthFault } from './password';

test('a password is 10 to 72 bytes, counted as UTF-8', () => {
  expect(lengthFault('123456789')).toBe('tooShort');
  expect(lengthFault('1234567890')).toBe(null);
  expect(lengthFault('äöüäö')).toBe(null);
  expect(lengthFault('x'.repeat(72))).toBe(null);
  expect(lengthFault('x'.repeat(73))).toBe('tooLong');
});
