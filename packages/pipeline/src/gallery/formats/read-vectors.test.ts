import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { expectError } from '../../testing/errors.ts';
import { useGalleryFolder } from '../testing/storages.ts';
import { parseNpy } from './npy.ts';
import { readCsvVectors, readNpyVectors } from './read-vectors.ts';

const at = useGalleryFolder();

/** A file as numpy.save writes it. */
function npy(descr: string, shape: string, body: ArrayBuffer, order = 'False'): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const header = text.padEnd(118 - 1, ' ').concat('\n');
  const head = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0);
  return Buffer.concat([head, Buffer.from(header), Buffer.from(body)]);
}

describe('vectors from files', () => {
  it('are rows of a CSV file, with a header or without', async () => {
    await writeFile(at('a.csv'), 'name,x,y\n"Lovelace, Ada",0.5,-1e-3\nBo,1,2\n');
    expect(await readCsvVectors(at('a.csv'))).toEqual({
      names: ['Lovelace, Ada', 'Bo'],
      vectors: [
        [0.5, -1e-3],
        [1, 2],
      ],
    });
    for (const rows of ['Ada,1,x\n', 'Ada,1,2\n,3,4\n', 'Ada,1,2\nBo,,\n', 'Ada,1\nBo\n']) {
      await writeFile(at('b.csv'), rows);
      await expectError(
        () => readCsvVectors(at('b.csv')),
        'bad-argument',
        /b\.csv: line \d is no face/,
      );
    }
  });

  it('are arrays of numpy, with names beside them', async () => {
    await writeFile(at('a.npy'), npy('<f4', '2, 3', Float32Array.of(1, 2, 3, 4, 5, 6).buffer));
    await writeFile(at('names.txt'), 'Ada\nBo\n');
    const read = await readNpyVectors(at('a.npy'), at('names.txt'));
    expect(read).toEqual({ names: ['Ada', 'Bo'], vectors: Float32Array.of(1, 2, 3, 4, 5, 6) });
    const double = parseNpy(npy('<f8', '2,', Float64Array.of(0.5, 2).buffer), 'd.npy');
    expect(double).toEqual({ shape: [2], values: Float32Array.of(0.5, 2) });
    await writeFile(at('three.txt'), 'a\nb\nc\n');
    const three = () => readNpyVectors(at('a.npy'), at('three.txt'));
    await expectError(three, 'bad-argument', /\[2, 3\].*3 names/);
    await expectError(() => readNpyVectors(at('a.npy'), undefined), 'bad-argument', /no names/);
  });

  it.each([
    [npy('<i4', '1,', new ArrayBuffer(4)), /its numbers are <i4/],
    [npy('<f4', '3,', new ArrayBuffer(4)), /cut off/],
    [npy('<f4', '1, 1', new ArrayBuffer(4), 'True'), /Fortran/],
    [new TextEncoder().encode('Dear diary, nothing happened'), /no array of numpy/],
    [new Uint8Array(3), /no array of numpy/],
  ])('are refused where they are something else', async (bytes, message) => {
    await expectError(() => parseNpy(bytes, 'x.npy'), 'bad-argument', message);
  });
});
