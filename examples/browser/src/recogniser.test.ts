import type { Face, FacePipeline, Neighbours, VectorIndex, Vectors } from '@facegpu/pipeline';
import { describe, expect, it } from 'vitest';
import type { Person, Sample } from './person.ts';
import { Recogniser } from './recogniser.ts';

const model = 'net@1';

/** An index of single numbers, in memory, that counts what it is given and what is taken from it. */
class MemoryIndex implements Pick<VectorIndex, 'dimensions' | 'add' | 'remove' | 'search'> {
  readonly dimensions = 1;
  readonly vectors = new Map<number, number>();
  added: number[] = [];
  removed = 0;
  #next = 0;

  async add(vectors: Vectors): Promise<Uint32Array<ArrayBuffer>> {
    const ids = Uint32Array.from(vectors, () => this.#next++);
    for (const [i, id] of ids.entries()) this.vectors.set(id, vectors[i]);
    this.added.push(...vectors);
    return ids;
  }

  async remove(ids: ArrayLike<number>): Promise<number> {
    for (const id of Array.from(ids)) this.vectors.delete(id);
    this.removed += ids.length;
    return ids.length;
  }

  async search(queries: Vectors, k: number): Promise<Neighbours> {
    const found = Math.min(k, this.vectors.size);
    const hits = Array.from(queries, (query) =>
      Array.from(this.vectors, ([id, value]) => ({ id, distance: (value - query) ** 2 }))
        .sort((a, b) => a.distance - b.distance || a.id - b.id)
        .slice(0, found),
    ).flat();
    return {
      k: found,
      ids: Uint32Array.from(hits, ({ id }) => id),
      distances: Float32Array.from(hits, ({ distance }) => distance),
    };
  }
}

function sample(value: number, own = model): Sample {
  return { model: own, values: Float32Array.of(value), chip: '' };
}

function person(name: string, ...samples: Sample[]): Person {
  return { name, samples };
}

function create() {
  const index = new MemoryIndex();
  const thresholds = [
    { falseMatchRate: 1e-2, distance: 1, pairs: 10 },
    { falseMatchRate: 1e-6, distance: 1, pairs: 10 },
  ];
  const recognizer = {
    name: 'net',
    model,
    dimensions: 1,
    metric: 'euclidean',
    threshold: 1,
    thresholds,
  };
  const info = { ...recognizer, recognizers: [recognizer] };
  const pipeline = { info, keepIndex: () => index } as unknown as FacePipeline;
  return { index, recogniser: new Recogniser(pipeline) };
}

const face = (value: number) => ({ descriptor: sample(value) }) as unknown as Face;

describe('the recogniser', () => {
  it('gives the gallery what has changed, and nothing else', async () => {
    const { index, recogniser } = create();
    const [one, two, three, four] = [1, 2, 3, 4].map((value) => sample(value));
    /** What an update adds and removes, and whom each of the faces then shows. */
    const learn = async (...people: Person[]) => {
      Object.assign(index, { added: [], removed: 0 });
      const seen = await recogniser.recognise([1, 2, 3, 4].map(face));
      await recogniser.learn(people, seen, () => {});
      const names = seen.map(({ matches }) => matches[0]?.name);
      return { added: index.added, removed: index.removed, names: names.join(' ') };
    };

    expect(await learn(person('Ada', one, two), person('Bea', three))).toEqual({
      added: [1, 2, 3],
      removed: 0,
      names: 'Ada Ada Bea Bea',
    });
    // Somebody new, and a sample of another model, which can't be compared.
    expect(
      await learn(
        person('Ada', one, two, sample(9, 'net@2')),
        person('Bea', three),
        person('Cleo', four),
      ),
    ).toEqual({ added: [4], removed: 0, names: 'Ada Ada Bea Cleo' });
    // Another name, and one that makes two people one.
    expect(await learn(person('Zoe', one, two), person('Cleo', four, three))).toEqual({
      added: [],
      removed: 0,
      names: 'Zoe Zoe Cleo Cleo',
    });
    // A face gets another name.
    expect(await learn(person('Zoe', one), person('Cleo', four, three, two))).toEqual({
      added: [2],
      removed: 1,
      names: 'Zoe Cleo Cleo Cleo',
    });
    // Names change places.
    expect(await learn(person('Cleo', one), person('Zoe', four, three, two))).toMatchObject({
      names: 'Cleo Zoe Zoe Zoe',
    });
    expect(await learn(person('Zoe', two))).toMatchObject({
      added: [],
      removed: 3,
      names: 'Zoe Zoe Zoe Zoe',
    });
    expect(await learn()).toEqual({ added: [], removed: 1, names: '   ' });
  });

  it('leaves faces to the next call, where that comes first', async () => {
    const { recogniser } = create();
    const seen = await recogniser.recognise([face(1)]);
    let heard = 0;
    const first = recogniser.learn([person('Ada', sample(1))], seen, () => heard++);
    const second = recogniser.learn([person('Bea', sample(1))], seen, () => heard++);
    const later = recogniser.recognise([face(1)]);
    await Promise.all([first, second]);
    expect(heard).toBe(1);
    expect(seen[0].matches[0].name).toBe('Bea');
    expect((await later)[0].matches[0].name).toBe('Bea');
  });
});
