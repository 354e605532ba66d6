import { describe, expect, it } from 'vitest';
import { decodeGallery, encodeGallery } from './gallery-file.ts';
import { PageError } from './page-error.ts';
import type { Person } from './person.ts';

const chip = 'data:image/jpeg;base64,AAAA';
const ada: Person = {
  name: 'Ada',
  samples: [
    { model: 'net@1/chip150', values: Float32Array.of(0.1, -2e-7, 3), chip },
    { model: 'other@2/chip150', values: Float32Array.of(1), chip },
  ],
};

it('reads what it wrote, to the last bit', async () => {
  const people = [ada, { name: 'Grace "Amazing" Höpper', samples: [] }];
  expect(await decodeGallery(encodeGallery(people))).toEqual(people);
});

/** A file with one person, one sample, and a change. */
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
        { name: 'Bea', samples: [{ model: 'net@1/chip150', values: Float32Array.of(1), chip }] },
      ]),
      /a descriptor of Bea has 1 numbers, others of its model have 3/,
    ],
  ])('%s', async (text, message) => {
    await expect(decodeGallery(text)).rejects.toThrow(PageError);
    await expect(decodeGallery(text)).rejects.toThrow(message);
  });
});
