// In Chromium on what it has, in Node on a stand-in.
import { expect, it, vi } from 'vitest';
import { expectError } from '../../testing/errors.ts';
import { openRecords } from '../open-records.ts';
import { describeConformance } from '../testing/conformance.ts';
import { provideIndexedDb } from '../testing/indexeddb.ts';
import { openStorage } from './browser.ts';
import { IndexedDbStorage } from './indexeddb.ts';

await provideIndexedDb();

/** Names that no other run has. */
const run = crypto.randomUUID();
const create = (name: string) => IndexedDbStorage.open(`${run} ${name}`, { create: true });
const reopen = (name: string) => IndexedDbStorage.open(`${run} ${name}`, { create: false });
const bytes = (...values: number[]) => Uint8Array.from(values);

describeConformance({ name: 'indexeddb', create, reopen });

it('is named by Gallery.open', async () => {
  const storage = await openStorage(`indexeddb:${run} named`, true);
  expect(storage.name).toBe(`indexeddb:${run} named`);
  expect(typeof (await storage.persisted?.())).toBe('boolean');
  await storage.close();
  await expectError(() => openStorage('people.db', true), 'unsupported-feature', /needs Node/);
  await expectError(() => openStorage('indexeddb:', true), 'unsupported-feature', /needs Node/);
});

it('is not made where it must be there', async () => {
  await expectError(() => reopen('missing'), 'file-unreadable', /missing: there is no gallery/);
  await expectError(() => reopen('missing'), 'file-unreadable', /missing: there is no gallery/);
  const storage = await create('missing');
  expect(await storage.version()).toBe('0');
  await storage.close();
  await expectError(() => storage.version(), 'disposed', /missing is not open: it was closed/);
});

it('needs a page that the browser trusts', async () => {
  vi.stubGlobal('indexedDB', undefined);
  vi.stubGlobal('navigator', {});
  try {
    await expectError(
      () => create('x'),
      'unsupported-feature',
      /there is no navigator\.locks here/,
    );
  } finally {
    vi.unstubAllGlobals();
  }
});

it('stays as it was where there is no more room', async () => {
  const storage = await create('full');
  const records = await openRecords(storage, undefined);
  const enroll = (name: string) =>
    records.enroll([{ person: { name }, faces: [{ model: 'm', vector: Float32Array.of(1, 2) }] }]);
  await enroll('Ada');
  const before = await storage.version();
  const put = IDBObjectStore.prototype.put;
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...what: Parameters<typeof put>
  ) {
    if (this.name === 'faces.body') throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, what);
  });
  await expectError(() => enroll('Bo'), 'file-unwritable', /no more room \(no room\)/);
  full.mockRestore();
  expect((await records.people()).map(({ name }) => name)).toEqual(['Ada']);
  expect(await records.counts()).toMatchObject({ people: 1, faces: 1 });
  expect(await storage.version()).toBe(before);
  await enroll('Cy');
  expect((await records.people()).map(({ name }) => name)).toEqual(['Ada', 'Cy']);
  await storage.close();
});

it('makes way for a page with a newer FaceGPU', async () => {
  const storage = await create('newer');
  await storage.write(async ({ people }) => void (await people.add({ name: 'A' }, bytes(1))));
  const request = indexedDB.open(`facegpu:${run} newer`, 99);
  const newer = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  newer.close();
  await expectError(() => storage.version(), 'disposed', /another tab has a newer FaceGPU/);
  await expectError(() => reopen('newer'), 'bad-gallery', /a newer FaceGPU/);
});
