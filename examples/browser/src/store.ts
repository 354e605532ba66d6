import { type DBSchema, openDB } from 'idb';
import type { Person } from './person.ts';

interface Schema extends DBSchema {
  people: { key: string; value: Person };
}

/** Where the people are kept between visits. */
export interface Store {
  load(): Promise<Person[]>;
  /** Writes and deletes people, all or none. */
  save(change: { put?: readonly Person[]; remove?: readonly string[] }): Promise<void>;
  /** Called when another tab has changed something. */
  onOtherTab(callback: () => void): void;
}

/** Opens the gallery in IndexedDB. */
export async function openStore(): Promise<Store> {
  const database = await openDB<Schema>('facegpu', 1, {
    upgrade(created) {
      created.createObjectStore('people', { keyPath: 'name' });
    },
  });
  const tabs = new BroadcastChannel('facegpu-people');
  return {
    load: () => database.getAll('people'),
    async save({ put = [], remove = [] }) {
      const transaction = database.transaction('people', 'readwrite');
      const { store } = transaction;
      const write = async () => {
        for (const name of remove) await store.delete(name);
        // One by one, each in a task of its own: to copy hundreds at once takes too long.
        for (const person of put) await store.put(person);
      };
      await Promise.all([write(), transaction.done]);
      tabs.postMessage('changed');
    },
    onOtherTab(callback) {
      tabs.addEventListener('message', callback);
    },
  };
}
