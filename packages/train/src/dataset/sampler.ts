import { FaceGpuError } from '@facegpu/kernels';
import { Random } from './random.ts';

export interface SamplerOptions {
  /** P: people of a batch. */
  readonly people: number;
  /** K: photos of each of them. */
  readonly photos: number;
  readonly seed: number;
}

/** A batch of P × K photos, those of one person after one another. */
export interface SampledBatch {
  /** Numbers of photos. */
  readonly photos: readonly number[];
  /** Of each photo, the number of its person among {@link PeopleSampler.people}. */
  readonly people: readonly number[];
}

/**
 * Batches of P people with K photos each, as losses need them that compare (Hermans 2017, PK sampling). In
 * an epoch everybody comes once, but for those whom the last batch has no room for; whose photos are fewer
 * than K has some of them twice. A batch follows from the seed and its number alone, so that training that
 * was stopped goes on with the same ones.
 */
export class PeopleSampler {
  /** Those who have two photos or more. */
  readonly people: readonly string[];
  /** Those who are left out, as there is nothing to compare their one photo with. */
  readonly excluded: readonly string[];
  readonly batchesPerEpoch: number;
  readonly #photos: readonly (readonly number[])[];
  readonly #options: SamplerOptions;

  /**
   * @param photos the numbers of each person's photos, by name
   * @throws FaceGpuError `bad-argument` where there are fewer people than a batch takes
   */
  constructor(photos: ReadonlyMap<string, readonly number[]>, options: SamplerOptions) {
    requireCount('people of a batch', options.people, 1);
    requireCount('photos of a person', options.photos, 2);
    const usable = [...photos].filter(([, own]) => own.length > 1);
    this.people = usable.map(([name]) => name);
    this.excluded = [...photos.keys()].filter((name) => (photos.get(name)?.length ?? 0) < 2);
    this.#photos = usable.map(([, own]) => own);
    this.#options = options;
    this.batchesPerEpoch = Math.floor(usable.length / options.people);
    if (this.batchesPerEpoch > 0) return;
    throw new FaceGpuError(
      'bad-argument',
      `${usable.length} people have two photos or more, and a batch takes ${options.people}`,
      'Give more people, or make batches of fewer.',
    );
  }

  /** @param step the number of the batch, from 0, over all epochs */
  batch(step: number): SampledBatch {
    const { people: p, photos: k, seed } = this.#options;
    const epoch = Math.floor(step / this.batchesPerEpoch);
    const first = (step % this.batchesPerEpoch) * p;
    const order = new Random(seed, 'people', epoch).shuffled([...this.people.keys()]);
    const drawn = order.slice(first, first + p);
    return {
      photos: drawn.flatMap((person) => {
        const own = new Random(seed, 'photos', epoch, this.people[person]).shuffled(
          this.#photos[person],
        );
        return Array.from({ length: k }, (_, i) => own[i % own.length]);
      }),
      people: drawn.flatMap((person) => Array.from({ length: k }, () => person)),
    };
  }
}

function requireCount(what: string, count: number, least: number): void {
  if (Number.isInteger(count) && count >= least) return;
  throw new FaceGpuError(
    'bad-argument',
    `the ${what} are ${count}`,
    `Give a whole number from ${least}.`,
  );
}
