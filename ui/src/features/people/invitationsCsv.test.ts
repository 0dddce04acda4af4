import { expect, test } from 'vitest';
import { invitationsCsv } from './invitationsCsv';

test('a name with a comma or quotes stays one cell, and none is run as a formula', () => {
  const one = (who: string) => ({ who, role: 'labeler' as const, url: 'https://x/invite#1', expiresAt: '2026-12-07' });
  expect(invitationsCsv([one('Doe, Jane'), one('the "boss"'), one('=1+1'), one('ann@example.org')])).toBe(
    [
      'name,role,link,expires',
      '"Doe, Jane",labeler,https://x/invite#1,2026-12-07',
      '"the ""boss""",labeler,https://x/invite#1,2026-12-07',
      "'=1+1,labeler,https://x/invite#1,2026-12-07",
      'ann@example.org,labeler,https://x/invite#1,2026-12-07',
      '',
    ].join('\r\n'),
  );
});
