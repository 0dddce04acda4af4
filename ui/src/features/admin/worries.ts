import type { Instance } from '@/shared/api';

/** Something an owner should look at. */
export type Worry =
  | { kind: 'disk'; freeBytes: number }
  | { kind: 'memory'; share: number }
  | { kind: 'noBackup' }
  | { kind: 'oldBackup'; days: number }
  | { kind: 'mailLocal'; site: string }
  | { kind: 'mailWaits'; said: string }
  | { kind: 'mailFailed'; count: number; said: string }
  | { kind: 'jobs'; count: number };

const LEAST_FREE_BYTES = 2e9;
const MOST_MEMORY = 0.92;
const DAY_MS = 86_400_000;
const BACKUP_DAYS = 7;

/** What deserves a look, the most urgent first; none when all is well. An installation without projects needs no backup yet. */
export function worries(instance: Instance, failedJobs: number, nowMs: number): Worry[] {
  const found: Worry[] = [];
  if (instance.freeBytes !== undefined && instance.freeBytes < LEAST_FREE_BYTES)
    found.push({ kind: 'disk', freeBytes: instance.freeBytes });
  const share = instance.memoryBytes / instance.memoryLimitBytes;
  if (share > MOST_MEMORY) found.push({ kind: 'memory', share });
  if (failedJobs > 0) found.push({ kind: 'jobs', count: failedJobs });
  const { server, waiting, failed, problem } = instance.mail;
  if (server !== undefined && /^https?:\/\/(localhost|127\.)/.test(instance.site))
    found.push({ kind: 'mailLocal', site: instance.site });
  if (problem !== undefined && waiting > 0) found.push({ kind: 'mailWaits', said: problem });
  else if (problem !== undefined && failed > 0) found.push({ kind: 'mailFailed', count: failed, said: problem });
  const days = instance.lastBackupAt
    ? Math.floor((nowMs - Date.parse(instance.lastBackupAt)) / DAY_MS)
    : Number.POSITIVE_INFINITY;
  if (instance.projects > 0 && days > BACKUP_DAYS)
    found.push(Number.isFinite(days) ? { kind: 'oldBackup', days } : { kind: 'noBackup' });
  return found;
}
