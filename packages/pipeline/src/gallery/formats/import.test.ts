import { describe, expect, it } from 'vitest';
import { expectError } from '../../testing/errors.ts';
import { openRecords } from '../open-records.ts';
import { MemoryStorage } from '../storages/memory.ts';
import { exportGallery, type GalleryJson } from './gallery-json.ts';
import { type GalleryImport, importInto } from './import.ts';

const model = 'm@1/chip8';
const open = () => openRecords(new MemoryStorage(), undefined);
const face = (...values: number[]) => ({ model, values });
const photo = { file: 'a.jpg', hash: 'hash of a.jpg' };
const box = { x: 1, y: 2, width: 30, height: 40 };

function gallery(what: Partial<GalleryJson>): GalleryJson {
  return { format: 'facegpu-gallery', version: 1, people: [], unnamed: [], ...what };
}

const ada = { name: 'Ada', tags: [], data: null, faces: [face(1, 2)] };

describe('an import', () => {
  it('keeps the vectors of a model at one length, within itself and with what is there', async () => {
    const records = await open();
    const mixed = gallery({ people: [ada, { ...ada, name: 'Bo', faces: [face(1, 2, 3)] }] });
    await expectError(
      () => importInto(records, mixed, {}),
      'shape-mismatch',
      /3 numbers, those of m@1\/chip8 have 2/,
    );
    expect(await records.counts()).toMatchObject({ people: 0, faces: 0 });

    expect(await importInto(records, gallery({ people: [ada] }), {})).toBe(1);
    const before = await exportGallery(records, {});
    const longer = { ...ada, name: 'Bo', faces: [face(1, 2, 3, 4)] };
    for (const other of [{ people: [longer] }, { unnamed: longer.faces }]) {
      await expectError(
        () => importInto(records, gallery(other), {}),
        'shape-mismatch',
        /4 numbers, those of m@1\/chip8 have 2/,
      );
    }
    expect(await exportGallery(records, {})).toEqual(before);
  });

  it('goes by a stamp where vectors do not say what made them', async () => {
    const records = await open();
    const labeled = [{ label: 'Ada', descriptors: [[1, 2, 3]] }];
    expect(await importInto(records, labeled, { model })).toBe(1);
    const named = { names: ['Bo'], vectors: [[4, 5, 6]] };
    expect(await importInto(records, named, { model })).toBe(1);
    const [first] = await records.facesOf(1);
    expect(first.model).toBe(model);
    await expectError(() => importInto(records, labeled, {}), 'bad-argument', /which model/);
    await expectError(
      () => importInto(records, labeled, { model, dimensions: 128 }),
      'shape-mismatch',
      /3 numbers.*128/,
    );
  });

  it('of one gallery twice adds no face of nobody twice, and keeps settings', async () => {
    const records = await open();
    const exported = gallery({
      unnamed: [
        { ...face(1, 2), photo, box },
        { ...face(3, 4), photo, box: { ...box, x: 200 } },
      ],
      settings: { calibration: { name: 'office' } },
    });
    expect(await importInto(records, exported, {})).toBe(2);
    expect(await importInto(records, exported, {})).toBe(0);
    expect(await records.counts()).toMatchObject({ unnamed: 2, photos: 1 });
    expect(await exportGallery(records, {})).toEqual(exported);
    // What is there stays.
    const other = gallery({ settings: { calibration: { name: 'home' }, note: 1 } });
    await importInto(records, other, {});
    expect(await records.settings('user:')).toEqual({ calibration: { name: 'office' }, note: 1 });
  });

  it.each([
    [{ ...gallery({}), version: 2 }, /another version/],
    [gallery({ people: [null] as never }), /person 0 has no name/],
    [gallery({ people: [{ name: 'Ada' }] as never }), /faces of person 0 are/],
    [gallery({ people: [{ ...ada, faces: [null] }] as never }), /face 0 of person 0 is/],
    [gallery({ people: [{ ...ada, faces: [{ values: [1] }] }] as never }), /has no model/],
    [
      gallery({ people: [{ ...ada, faces: [{ model, values: null }] }] as never }),
      /values of face 0/,
    ],
    [gallery({ people: [{ ...ada, faces: [face(1, Number.NaN)] }] }), /values of face 0/],
    [gallery({ people: [{ ...ada, faces: [{ ...face(1), box: {} }] }] as never }), /box of face 0/],
    [gallery({ people: [{ ...ada, faces: [{ ...face(1), photo: 'a' }] }] as never }), /photo of/],
    [gallery({ people: [{ ...ada, tags: 'x' }] as never }), /tags of person 0/],
    [gallery({ unnamed: {} as never }), /faces of those without a name/],
    [gallery({ settings: [] as never }), /its settings/],
    [{ label: 'Ada', descriptors: [null] }, /a vector is Null/],
    [{ names: ['Ada'], vectors: null }, /vectors Null/],
    [{ names: 'Ada', vectors: [[1]] }, /names are/],
  ])('says what is wrong with %j', async (what, message) => {
    const records = await open();
    const call = () => importInto(records, what as unknown as GalleryImport, { model });
    await expectError(call, 'bad-argument', message);
  });
});
