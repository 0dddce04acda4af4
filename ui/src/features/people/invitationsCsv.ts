import type { PersonalInvitation } from '@/shared/api';

/** A cell as programs read it; what a spreadsheet would run as a formula stays text. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Who was invited, with their links, as a file. */
export const invitationsCsv = (invitations: readonly PersonalInvitation[]): string =>
  [
    ['name', 'role', 'link', 'expires'],
    ...invitations.map(({ who, role, url, expiresAt }) => [who, role, url, expiresAt]),
  ]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
