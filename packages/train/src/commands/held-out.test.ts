import type { FacePipeline } from '@facegpu/pipeline';
import { describe, expect, it } from 'vitest';
import type { Dataset, PreparedPhoto } from '../dataset/prepare-dataset.ts';
import { descriptorOf, fakePhoto, fakeRecognizer } from '../testing/fake-faces.ts';
import { useFolder, writeFiles } from '../testing/use-folder.ts';
import { holdOut, holdPairs } from './held-out.ts';

const spec = { alignment: { template: 'arcface-112' }, size: 8, margin: 0 };
const at = useFolder((folder) => {
  return writeFiles(folder, {
    'shared.csv': 'ann_3/0.png,Zoe/1.png,0\nZoe/1.png,Zoe/2.png,1\n',
  });
});

/** A data set of so many photos of each person, all with a face but for those that are named. */
function dataset(
  counts: Readonly<Record<string, number>>,
  faceless: readonly string[] = [],
): Dataset {
  const photos = Object.entries(counts).flatMap(([person, count]) =>
    Array.from({ length: count }, (_, i): PreparedPhoto => {
      const file = `${person}/${i}.png`;
      const photo = fakePhoto(file, person, descriptorOf(person, i));
      return faceless.includes(file) ? { ...photo, face: null } : photo;
    }),
  );
  return {
    root: at(),
    photos,
    unreadable: [],
    problems: [],
    recognizer: fakeRecognizer,
    readChip: async () => ({ width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4) }),
  };
}

/** Two hundred people with two photos each. */
const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Ann ${i}`, 2]));

describe('who is held out', () => {
  it('leaves out who has one photo, or one with a face', async () => {
    const { train, photos, held } = await holdOut(
      dataset({ ...many, Single: 1, Hidden: 2, Half: 3 }, ['Hidden/0.png', 'Half/1.png']),
      spec,
      1,
    );
    const people = new Set(photos.map(({ person }) => person));
    expect(people.has('Single') || people.has('Hidden')).toBe(false);
    expect(photos.some(({ file }) => file === 'Half/1.png')).toBe(false);
    expect(train.people.length + held.people.length).toBe(402);
  });

  it('refuses too few people', async () => {
    await expect(holdOut(dataset({ Ann: 2, Bob: 1 }), spec, 1)).rejects.toMatchObject({
      code: 'bad-argument',
      message: '1 people have two photos with a face or more: too few to hold some out',
    });
  });

  it('refuses pairs of people who are trained with, and names them', async () => {
    const pairs = holdPairs(dataset(many), spec, at('shared.csv'), {
      pipeline: {} as FacePipeline,
      cache: at(),
    });
    await expect(pairs).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(/shared\.csv shows people who are trained with: ann_3$/),
    });
  });
});
