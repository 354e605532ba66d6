import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { openRecords } from './open-records.ts';
import { SqliteStorage } from './storages/sqlite.ts';
import { useGalleryFolder } from './testing/storages.ts';

const at = useGalleryFolder();

/** All that is on the disk. */
async function bytesOf(file: string): Promise<Buffer> {
  const parts = ['', '-wal'].map((ending) => readFile(file + ending).catch(() => Buffer.of()));
  return Buffer.concat(await Promise.all(parts));
}

/** A vector whose bytes are found nowhere else. */
const vectorOf = (seed: number) =>
  Float32Array.from({ length: 128 }, (_, i) => Math.sin(seed * 1000 + i * i));
const partOf = (vector: Float32Array, from: number) =>
  Buffer.from(vector.slice(from, from + 4).buffer);

/** Noise, which deflating leaves about as long as it is. */
const chip = {
  width: 32,
  height: 32,
  data: Uint8ClampedArray.from({ length: 4096 }, (_, i) =>
    i % 4 === 3 ? 255 : Math.floor(Math.abs(Math.sin(i) * 1e4) % 256),
  ),
};

async function fill(file: string, key: string | undefined) {
  const storage = await SqliteStorage.open(file, { create: true });
  const records = await openRecords(storage, key);
  for (let i = 0; i < 30; i++) {
    const photo = { file: `photo-of-person-${i}.jpg`, hash: `content-${i}` };
    const person = { name: `Person-${i}-Surname`, tags: [`tag-of-${i}`], data: { note: `n-${i}` } };
    const face = { model: 'm@1/chip32', vector: vectorOf(i), ...(i % 3 === 0 && { chip }) };
    await records.enroll([{ person, photo, faces: [face] }]);
  }
  return { storage, records };
}

describe('what is on the disk', () => {
  it('is nothing of who was removed', async () => {
    const file = at('removed.db');
    const { storage, records } = await fill(file, undefined);
    const traces = [
      Buffer.from('Person-7-Surname'),
      Buffer.from('photo-of-person-7.jpg'),
      Buffer.from('content-7'),
      Buffer.from('tag-of-7'),
      ...[0, 31, 64, 124].map((from) => partOf(vectorOf(7), from)),
    ];
    const others = [Buffer.from('Person-8-Surname'), partOf(vectorOf(8), 64)];
    const before = await bytesOf(file);
    for (const trace of [...traces, ...others]) expect(before.includes(trace)).toBe(true);
    await records.remove('Person-7-Surname');
    await storage.compact();
    const after = await bytesOf(file);
    for (const trace of traces) expect(after.includes(trace)).toBe(false);
    for (const trace of others) expect(after.includes(trace)).toBe(true);
    // Of a chip, too: nobody has one any longer.
    const [{ body }] = await storage.read(({ chips }) => chips.after(0, 1));
    const picture = Buffer.from(body).subarray(40, 72);
    for (let i = 0; i < 30; i += 3) await records.remove(`Person-${i}-Surname`);
    expect((await bytesOf(file)).includes(picture)).toBe(true);
    await storage.compact();
    expect((await bytesOf(file)).includes(picture)).toBe(false);
    await storage.close();
    expect((await bytesOf(file)).includes(picture)).toBe(false);
  });

  it('is not to be read without the key', async () => {
    const file = at('sealed.db');
    const { storage } = await fill(file, 'open sesame');
    const sealed = await bytesOf(file);
    for (let i = 0; i < 30; i++) {
      for (const text of ['Person-', 'Surname', 'photo-of', 'content-', 'tag-of']) {
        expect(sealed.includes(text)).toBe(false);
      }
      for (const from of [0, 31, 64, 124]) {
        expect(sealed.includes(partOf(vectorOf(i), from))).toBe(false);
      }
    }
    const plain = at('plain.db');
    const other = await fill(plain, undefined);
    const [{ body }] = await other.storage.read(({ chips }) => chips.after(0, 1));
    expect(sealed.includes(Buffer.from(body).subarray(40, 72))).toBe(false);
    await Promise.all([storage.close(), other.storage.close()]);
  });
});
