import type { FilePerson } from './gallery-file.ts';

/** The database in which the page kept people before it had a gallery. */
const database = 'facegpu';

interface EarlierPerson {
  readonly name: string;
  readonly samples: readonly { model: string; values: Float32Array; chip: string }[];
}

/** Gives away the people of earlier visits, and forgets them there once they have been taken. One tab does it. */
export async function takeEarlierPeople(
  take: (people: readonly FilePerson[]) => Promise<void>,
): Promise<void> {
  await navigator.locks.request(database, async () => {
    const all = await indexedDB.databases();
    if (!all.some(({ name }) => name === database)) return;
    const { deleteDB, openDB } = await import('idb');
    const opened = await openDB(database);
    const people: EarlierPerson[] = await opened.getAll('people');
    opened.close();
    await take(
      people.map(({ name, samples }) => ({
        name,
        faces: samples.map(({ model, values, chip }) => ({ model, values, portrait: chip })),
      })),
    );
    await deleteDB(database);
  });
}
