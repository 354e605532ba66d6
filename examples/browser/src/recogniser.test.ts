import { type Face, Gallery } from '@facegpu/pipeline';
import { MemoryStorage } from '@facegpu/pipeline/gallery';
import { describe, expect, it } from 'vitest';
import { Recogniser } from './recogniser.ts';
import { numbered, numberPipeline } from './testing/number-pipeline.ts';

async function create() {
  const gallery = await Gallery.open(new MemoryStorage(), { pipeline: numberPipeline() });
  return { gallery, recogniser: new Recogniser(gallery) };
}

const face = (value: number) => ({ descriptor: numbered(value) }) as unknown as Face;

describe('the recogniser', () => {
  it('names those who are nearest, by whoever is known then', async () => {
    const { gallery, recogniser } = await create();
    const seen = await recogniser.recognise([1, 2, 9].map(face));
    const names = () => seen.map(({ matches }) => matches.map(({ name }) => name).join('+'));
    expect(names()).toEqual(['', '', '']);
    await gallery.enroll('Ada', [numbered(1), numbered(5)]);
    await gallery.enroll('Bea', numbered(3));
    await recogniser.lookAgain(seen, () => {});
    expect(names()).toEqual(['Ada+Bea', 'Ada+Bea', 'Ada+Bea']);
    await gallery.rename('Bea', 'Zoe');
    await gallery.remove('Ada');
    await recogniser.lookAgain(seen, () => {});
    expect(names()).toEqual(['Zoe', 'Zoe', 'Zoe']);
    expect(seen[0].matches[0].distance).toBe(2);
  });

  it('is stricter, the more faces are known', async () => {
    const { gallery, recogniser } = await create();
    const before = await recogniser.threshold();
    const many = Array.from({ length: 500 }, (_, i) => numbered(i));
    await gallery.enroll('Ada', many);
    expect(await recogniser.threshold()).toBeLessThan(before);
  });

  it('leaves faces to the next call, where that comes first', async () => {
    const { gallery, recogniser } = await create();
    const seen = await recogniser.recognise([face(1)]);
    let heard = 0;
    await gallery.enroll('Ada', numbered(1));
    const first = recogniser.lookAgain(seen, () => heard++);
    const second = recogniser.lookAgain(seen, () => heard++);
    const later = recogniser.recognise([face(1)]);
    await Promise.all([first, second]);
    expect(heard).toBe(1);
    expect(seen[0].matches[0].name).toBe('Ada');
    expect((await later)[0].matches[0].name).toBe('Ada');
  });
});
