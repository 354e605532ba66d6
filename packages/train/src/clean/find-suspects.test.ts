import { describe, expect, it } from 'vitest';
import type { PreparedPhoto } from '../dataset/prepare-dataset.ts';
import { Random } from '../dataset/random.ts';
import { descriptorOf, fakePhoto, nearestBy } from '../testing/fake-faces.ts';
import { findSuspects } from './find-suspects.ts';

const recognition = { metric: 'cosine', threshold: 0.58 } as const;
const find = (
  photos: readonly PreparedPhoto[],
  unreadable: Parameters<typeof findSuspects>[1] = [],
) => findSuspects(photos, unreadable, recognition, nearestBy('cosine'));

/** People with some photos each. */
function people(count: number, photos: number): PreparedPhoto[] {
  return Array.from({ length: count * photos }, (_, i) => {
    const person = `person ${Math.floor(i / photos)}`;
    return fakePhoto(`${person}/${i % photos}.jpg`, person, descriptorOf(person, i));
  });
}

describe('findSuspects', () => {
  it('has nothing against a clean set', async () => {
    expect(await find(people(12, 6))).toEqual([]);
  });

  it('finds flipped labels, and whose the photos are', async () => {
    const clean = people(30, 8);
    const random = new Random(5);
    const flipped = new Set(random.shuffled([...clean.keys()]).slice(0, 24));
    const photos = clean.map((photo, i) => {
      if (!flipped.has(i)) return photo;
      const others = clean.filter(({ person }) => person !== photo.person);
      return { ...photo, person: others[random.below(others.length)].person };
    });
    const found = await find(photos);
    const worst = found.slice(0, flipped.size);
    expect(worst.map(({ file }) => file).sort()).toEqual(
      [...flipped].map((i) => clean[i].file).sort(),
    );
    for (const { file, proposed, kinds } of worst) {
      expect(proposed).toBe(file.split('/')[0]);
      expect(kinds).toEqual(['label']);
    }
    // Hardly more is suspect: those of whose people little is left.
    expect(found.length - worst.length).toBeLessThan(5);
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).sort((a, b) => b - a),
    );
  });

  it('tells a stranger from somebody of the set', async () => {
    const stranger = fakePhoto('person 3/x.jpg', 'person 3', descriptorOf('stranger', 1));
    expect(await find([...people(8, 5), stranger])).toMatchObject([
      { file: 'person 3/x.jpg', person: 'person 3', proposed: null, kinds: ['outlier'] },
    ]);
  });

  it('judges a person with one photo by whether it is somebody else', async () => {
    const others = people(8, 5);
    const alone = fakePhoto('alone/1.jpg', 'alone', descriptorOf('alone', 1));
    expect(await find([...others, alone])).toEqual([]);
    const misnamed = fakePhoto('alone/1.jpg', 'alone', descriptorOf('person 2', 'x', 0.3));
    expect(await find([...others, misnamed])).toMatchObject([
      { file: 'alone/1.jpg', proposed: 'person 2', kinds: ['label'] },
    ]);
  });

  it('keeps the sharpest of copies, and believes the name that the others bear out', async () => {
    const photos = people(6, 5);
    const [first] = photos;
    if (!first.face) throw new Error('it has a face');
    const { descriptor } = first.face;
    const blurred = fakePhoto('person 0/copy.jpg', 'person 0', descriptor, { sharpness: 250 });
    const misplaced = { ...first, file: 'person 4/copy.jpg', person: 'person 4' };
    const found = await find([...photos, blurred, misplaced]);
    expect(found).toMatchObject([
      { file: 'person 4/copy.jpg', proposed: 'person 0', kinds: ['label', 'duplicate'] },
      { file: 'person 0/copy.jpg', proposed: null, kinds: ['duplicate'] },
    ]);
    expect(found[0].score).toBeGreaterThan(0.85);
  });

  it('names what can be seen to be bad', async () => {
    const photos = people(6, 5);
    const bad = (name: string, face: Parameters<typeof fakePhoto>[3]) =>
      fakePhoto(`person 1/${name}.jpg`, 'person 1', descriptorOf('person 1', name), face);
    const found = await find(
      [
        ...photos,
        bad('blurred', { sharpness: 4 }),
        bad('crowd', { others: 2, rival: 0.8 }),
        bad('passer-by', { others: 1, rival: 0.1 }),
        bad('turned and dark', { brightness: 0.05, pose: { yaw: -75, pitch: 0, roll: 0 } }),
        { ...photos[0], file: 'person 2/none.jpg', hash: 'none', face: null },
      ],
      [{ file: 'person 5/broken.jpg', person: 'person 5', message: 'it is cut off' }],
    );
    expect(found.map(({ file, kinds, reasons }) => [file, kinds, reasons])).toEqual([
      ['person 2/none.jpg', ['no-face'], ['no face was found']],
      ['person 5/broken.jpg', ['quality'], ['it is cut off']],
      ['person 1/crowd.jpg', ['several-faces'], ['3 faces: the next one is 80 % as prominent']],
      ['person 1/turned and dark.jpg', ['quality'], ['it is dark: 5 %, it is turned by 75°']],
      ['person 1/blurred.jpg', ['quality'], [expect.stringMatching(/^its sharpness is 4, below/)]],
    ]);
  });

  it('has no opinion on nobody', async () => {
    expect(await find([])).toEqual([]);
    const [one] = people(1, 1);
    expect(await find([one])).toEqual([]);
  });
});
