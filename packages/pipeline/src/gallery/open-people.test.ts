import { expect, it } from 'vitest';
import { expectError } from '../testing/errors.ts';
import { openPeople } from './open-people.ts';
import { openRecords } from './open-records.ts';
import { MemoryStorage } from './storages/memory.ts';
import { galleryOnCpu, recognizer } from './testing/gallery-on-cpu.ts';

const { model } = recognizer;

it('people are there without a GPU, and change for whoever has the gallery open', async () => {
  const storage = new MemoryStorage();
  const gallery = galleryOnCpu(await openRecords(storage, undefined));
  const people = await openPeople(storage);
  const face = { model, values: Float32Array.of(1, 2) };
  await gallery.enroll('Ada', face);
  await gallery.enroll('Bo', face);
  expect(await people.list()).toMatchObject([{ name: 'Ada', faces: 1 }, { name: 'Bo' }]);
  expect(await people.faces('Ada')).toMatchObject([face]);
  await people.rename('Ada', 'Adele');
  await people.remove('Bo');
  expect((await gallery.identify(face)).map(({ name }) => name)).toEqual(['Adele']);
  expect(await people.export()).toEqual(await gallery.export());
  await people.dispose();
  await expectError(() => people.list(), 'disposed', /disposed/);
});

it('says what is wrong', async () => {
  const storage = new MemoryStorage();
  const create = 'no' as unknown as boolean;
  await expectError(() => openPeople(storage, { create }), 'bad-argument', /create/);
  await (await openPeople(storage, { key: 'sesame' })).dispose();
  await expectError(() => openPeople(storage), 'wrong-key', /encrypted/);
});
