import type { OutboxStorage, Unsent } from './outbox';

const DATABASE = 'cupel-outbox';
const STORE = 'unsent';

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Unsent answers in the browser's own database; in memory where a browser refuses that (some private windows). */
function browserStorage(): OutboxStorage {
  const memory = new Map<string, Unsent>();
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'saveId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const within = async <T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const database = await open();
    const transaction = database.transaction(STORE, mode, { durability: mode === 'readwrite' ? 'strict' : 'default' });
    const result = done(act(transaction.objectStore(STORE)));
    if (mode === 'readonly') return result;
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    all: async () => {
      const kept = await within<Unsent[]>('readonly', (store) => store.getAll()).catch(() => []);
      return [...kept, ...[...memory.values()].filter((one) => !kept.some((other) => other.saveId === one.saveId))];
    },
    put: async (unsent) => {
      memory.set(unsent.saveId, unsent);
      await within('readwrite', (store) => store.put(unsent));
    },
    remove: async (saveId) => {
      memory.delete(saveId);
      await within('readwrite', (store) => store.delete(saveId));
    },
  };
}

/** The one of this tab: what a browser refuses to store is remembered by it alone. */
export const deviceStorage: OutboxStorage = browserStorage();

/** Whether answers of this account wait on this device. The device itself is asked: nothing else knows for sure. */
export const keptHere = async (accountId: string): Promise<boolean> =>
  (await deviceStorage.all()).some((one) => one.accountId === accountId);
