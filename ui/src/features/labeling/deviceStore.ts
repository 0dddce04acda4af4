/** Records in the browser's own database, by a key of theirs. */
export interface DeviceStore<T> {
  all(): Promise<T[]>;
  put(record: T): Promise<void>;
  remove(key: string): Promise<void>;
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param durability `strict`: a record that was put survives a power cut; slower */
export function deviceStore<T>(
  database: string,
  store: string,
  keyPath: keyof T & string,
  durability: IDBTransactionDurability,
): DeviceStore<T> {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  };
  const within = async <R>(mode: IDBTransactionMode, act: (objects: IDBObjectStore) => IDBRequest<R>): Promise<R> => {
    const transaction = (await open()).transaction(store, mode, {
      durability: mode === 'readwrite' ? durability : 'default',
    });
    const result = done(act(transaction.objectStore(store)));
    if (mode === 'readonly') return result;
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  return {
    all: () => within<T[]>('readonly', (objects) => objects.getAll()),
    put: async (record) => void (await within('readwrite', (objects) => objects.put(record))),
    remove: async (key) => void (await within('readwrite', (objects) => objects.delete(key))),
  };
}
