/** Passwords are 10 to 72 bytes of UTF-8 (what the hash reads); anything else about them is the person's choice. */
export const SHORTEST_BYTES = 10;
export const LONGEST_BYTES = 72;

export type PasswordFault = 'tooShort' | 'tooLong' | null;

export function passwordFault(password: string): PasswordFault {
  const bytes = new TextEncoder().encode(password).length;
  return bytes < SHORTEST_BYTES ? 'tooShort' : bytes > LONGEST_BYTES ? 'tooLong' : null;
}
