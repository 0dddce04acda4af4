import { deviceStore } from './deviceStore';
import type { OutboxStorage, Unsent } from './outbox';

/** Unsent answers in the browser's own database; in memory where a browser refuses that (some private windows). */
function browserStorage(): OutboxStorage {
  const memory = new Map<string, Unsent>();
  const device = deviceStore<Unsent>('cupel-outbox', 'unsent', 'saveId', 'strict');
  return {
    all: async () => {
      const kept = await device.all().catch(() => []);
      return [...kept, ...[...memory.values()].filter((one) => !kept.some((other) => other.saveId === one.saveId))];
    },
    put: async (unsent) => {
      memory.set(unsent.saveId, unsent);
      await device.put(unsent);
    },
    remove: async (saveId) => {
      memory.delete(saveId);
      await device.remove(saveId);
    },
  };
}

/** The one of this tab: what a browser refuses to store is remembered by it alone. */
export const deviceStorage: OutboxStorage = browserStorage();

/** Whether answers of this account wait on this device. The device itself is asked: nothing else knows for sure. */
export const keptHere = async (accountId: string): Promise<boolean> =>
  (await deviceStorage.all()).some((one) => one.accountId === accountId);
