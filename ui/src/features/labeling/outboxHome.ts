import { api, type SaveResult } from '@/shared/api';
import { Outbox } from './outbox';
import { deviceStorage } from './outboxStorage';

const outboxes = new Map<string, Outbox>();

/** The one outbox of this account in this tab. It goes on sending while other screens are open. */
export function outboxFor(accountId: string): Outbox {
  const existing = outboxes.get(accountId);
  if (existing) return existing;
  const outbox = new Outbox(accountId, deviceStorage, {
    send: (unsent) =>
      api.put<SaveResult>(`/assignments/${encodeURIComponent(unsent.assignmentId)}/annotation`, unsent.request, {
        timeoutMs: 15_000,
      }),
    now: () => Date.now(),
    later: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    chance: Math.random,
  });
  outboxes.set(accountId, outbox);
  window.addEventListener('online', () => outbox.retryNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && outbox.status().phase === 'waiting') outbox.retryNow();
  });
  return outbox;
}

/** After signing in again: send what has waited for it. */
export const resumeOutbox = (accountId: string): void => outboxes.get(accountId)?.retryNow();
