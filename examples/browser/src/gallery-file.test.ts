import { Gallery } from '@facegpu/pipeline';
import { MemoryStorage } from '@facegpu/pipeline/gallery';
import { describe, expect, it } from 'vitest';
import { decodeGallery, encodeGallery, type FilePerson } from './gallery-file.ts';
import { PageError } from './page-error.ts';
import { model, numberPipeline } from './testing/number-pipeline.ts';

const chip = 'data:image/jpeg;base64,AAAA';
const ada: FilePerson = {
  name: 'Ada',
  faces: [
    { model: 'net@1/chip150', values: Float32Array.of(0.1, -2e-7, 3), portrait: chip },
    { model: 'other@2/chip150', values: Float32Array.of(1) },
  ],
};

it('reads what it wrote, to the last bit', async () => {
  const people = [ada, { name: 'Grace "Amazing" Höpper', faces: [] }];
  expect(await decodeGallery(encodeGallery(people))).toEqual(people);
});

it('writes what a gallery takes, and takes what a gallery writes', async () => {
  const pipeline = numberPipeline();
  const gallery = await Gallery.open(new MemoryStorage(), { pipeline });
  const values = Float32Array.of(0.1);
  const people = [{ name: 'Ada', faces: [{ model, values, portrait: chip }] }];
  expect(await gallery.import(JSON.parse(encodeGallery(people)))).toBe(1);
  const [own] = await gallery.faces('Ada');
  expect(own).toMatchObject({ model, values });
  const data = Uint8ClampedArray.of(1, 2, 3, 255);
  const pictured = { model, values, chip: { width: 1, height: 1, data } };
  await gallery.enroll('Bea', pictured, { chips: true });
  const written = JSON.stringify(await gallery.export({ chips: true }));
  expect(await decodeGallery(written)).toEqual([
    { name: 'Ada', faces: [{ model, values }] },
    {
      name: 'Bea',
      faces: [{ model, values, chip: { width: 1, height: 1, data: 'AQID/w==' } }],
    },
  ]);
});

it('reads what the page wrote before', async () => {
  const face = { model: 'net@1', values: Float32Array.of(1, 2), portrait: chip };
  expect(await decodeGallery(file({}))).toEqual([{ name: 'Ada', faces: [face] }]);
});

/** An earlier file with one person, one sample, and a change. */
function file(change: object, sample: object = {}): string {
  const samples = [{ model: 'net@1', values: [1, 2], chip, ...sample }];
  const people = [{ name: 'Ada', samples }];
  return JSON.stringify({ format: 'facegpu-gallery', version: 1, people, ...change });
}

describe('a wrong file', () => {
  it.each([
    ['', /not JSON/],
    ['{"format": "facegpu-gall', /not JSON/],
    ['null', /the file/],
    ['[]', /format/],
    [file({ format: 'holiday' }), /format/],
    [file({ version: 2 }), /version/],
    [file({ people: {} }), /people/],
    [file({ people: [{ name: '  ', samples: [] }] }), /people\.0\.name: is empty/],
    [file({}, { model: '' }), /people\.0\.samples\.0\.model: names no model/],
    [file({}, { values: [] }), /people\.0\.samples\.0\.values: holds no numbers/],
    [file({}, { values: [1, null] }), /people\.0\.samples\.0\.values\.1/],
    [file({}, { values: [1, '2'] }), /people\.0\.samples\.0\.values\.1/],
    [file({}, { chip: 'https://example.com/a.png' }), /people\.0\.samples\.0\.chip: is no picture/],
    [file({}, { chip: 'data:text/html;base64,AAAA' }), /people\.0\.samples\.0\.chip/],
    [
      encodeGallery([
        ada,
        { name: 'Bea', faces: [{ model: 'net@1/chip150', values: Float32Array.of(1) }] },
      ]),
      /a descriptor of Bea has 1 numbers, others of its model have 3/,
    ],
  ])('%s', async (text, message) => {
    await expect(decodeGallery(text)).rejects.toThrow(PageError);
    await expect(decodeGallery(text)).rejects.toThrow(message);
  });
});
