import { expect, test } from 'vitest';
import type { Instance } from '@/shared/api';
import { worries } from './worries';

const NOW = Date.parse('2026-06-10T12:00:00Z');
const well: Instance = {
  version: '1',
  startedAt: '2026-06-01T00:00:00Z',
  java: '25',
  postgresql: '18.3',
  schema: '43',
  databaseBytes: 1e9,
  fileBytes: 1e8,
  files: 3,
  freeBytes: 50e9,
  memoryBytes: 1e9,
  memoryLimitBytes: 4e9,
  databaseMillis: 3,
  projects: 2,
  site: 'https://labels.example.org',
  mail: { server: 'smtp.example.org:587', from: 'labels@example.org', waiting: 0, failed: 0 },
  lastBackupAt: '2026-06-09T03:00:00Z',
};
const kinds = (instance: Partial<Instance>, failed = 0) =>
  worries({ ...well, ...instance }, failed, NOW).map(({ kind }) => kind);

test('an installation that is well has nothing to worry about', () => {
  expect(kinds({})).toEqual([]);
});

test('a disk that is nearly full comes first', () => {
  expect(kinds({ freeBytes: 1e9, lastBackupAt: '2026-01-01T00:00:00Z' }, 2)).toEqual(['disk', 'jobs', 'oldBackup']);
});

test('nothing is said about a disk nobody knows', () => {
  const { freeBytes: _, ...external } = well;
  expect(worries(external, 0, NOW)).toEqual([]);
});

test('a backup is missed after a week, and only where there is something to save', () => {
  expect(worries({ ...well, lastBackupAt: '2026-06-02T12:00:00Z' }, 0, NOW)).toEqual([{ kind: 'oldBackup', days: 8 }]);
  expect(kinds({ lastBackupAt: '2026-06-03T12:00:00Z' })).toEqual([]);
  const { lastBackupAt: _, ...never } = well;
  expect(worries(never, 0, NOW)).toEqual([{ kind: 'noBackup' }]);
  expect(worries({ ...never, projects: 0 }, 0, NOW)).toEqual([]);
});

test('mail that is not taken is said with what the mail server answered', () => {
  const { mail } = well;
  expect(kinds({ mail: { ...mail, waiting: 2 } })).toEqual([]);
  expect(worries({ ...well, mail: { ...mail, waiting: 2, problem: 'no route' } }, 0, NOW)).toEqual([
    { kind: 'mailWaits', said: 'no route' },
  ]);
  expect(worries({ ...well, mail: { ...mail, failed: 1, problem: '550' } }, 0, NOW)).toEqual([
    { kind: 'mailFailed', count: 1, said: '550' },
  ]);
});

test('links in mails that lead to the machine of whoever reads them are a worry', () => {
  const site = 'http://localhost:8080';
  expect(kinds({ site })).toEqual(['mailLocal']);
  expect(kinds({ site, mail: { waiting: 0, failed: 0 } })).toEqual([]);
});
