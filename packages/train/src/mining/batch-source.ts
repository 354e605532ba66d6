import { type ChipSet, chipsByPerson } from '../dataset/chip-set.ts';
import { PeopleSampler, type SampledBatch, type SamplerOptions } from '../dataset/sampler.ts';
import type { Confusion } from './mine-set.ts';
import { minedBatches } from './mined-batches.ts';

/** What a source remembers of a set that was mined, by name. */
const names = {
  first: 'first step of the mined batches',
  chips: 'chips of the mined batches',
} as const;

/** Batches that were made of a set as it was mined. */
interface MinedRound {
  /** The first step that has one. */
  readonly first: number;
  readonly chips: readonly (readonly number[])[];
}

/**
 * The batches of a training, one after the other: of people as they come, or of what the network confuses in the whole
 * set. That is found anew as often as all photos could be seen once, so that it costs a third of the training at most:
 * embedding is a third of a step.
 */
export class BatchSource {
  readonly #sampler: PeopleSampler;
  readonly #people: ChipSet['people'];
  readonly #options: SamplerOptions;
  readonly #mine: () => Promise<readonly Confusion[]>;
  #round: MinedRound | undefined;

  /**
   * @param people the number of each chip's person
   * @param mine what the network confuses, by the weights as they are
   * @throws FaceGpuError `bad-argument` where there are fewer people than a batch takes
   */
  constructor(
    people: ChipSet['people'],
    options: SamplerOptions,
    mine: () => Promise<readonly Confusion[]>,
  ) {
    const owned = [...chipsByPerson(people)].map(([person, own]) => [`${person}`, own] as const);
    this.#sampler = new PeopleSampler(new Map(owned), options);
    this.#people = people;
    this.#options = options;
    this.#mine = mine;
  }

  /**
   * The batch of a step.
   *
   * @param step counts from 1
   * @param isMined whether it is to be of what the network confuses
   */
  async batch(step: number, isMined: boolean): Promise<SampledBatch> {
    if (!isMined) return this.#sampler.batch(step - 1);
    const last = this.#round && this.#round.first + this.#round.chips.length;
    if (last === undefined || step >= last) this.#round = await this.#mined(step);
    const photos = this.#round?.chips[step - this.#round.first] ?? [];
    return { photos, people: photos.map((chip) => this.#people[chip]) };
  }

  /** What to go on by: numbers by names. */
  memory(): Map<string, Float32Array<ArrayBuffer>> {
    if (!this.#round) return new Map();
    const { first, chips } = this.#round;
    return new Map([
      [names.first, Float32Array.of(first)],
      [names.chips, Float32Array.from(chips.flat())],
    ]);
  }

  /** Goes on by what another source remembered. */
  recall(memory: ReadonlyMap<string, Float32Array>): void {
    const [[first] = [], chips] = [memory.get(names.first), memory.get(names.chips)];
    if (first === undefined || !chips) return;
    const { people, photos } = this.#options;
    const count = people * photos;
    const batches = Array.from({ length: chips.length / count }, (_, i) => {
      return [...chips.subarray(i * count, (i + 1) * count)];
    });
    this.#round = { first, chips: batches };
  }

  async #mined(step: number): Promise<MinedRound> {
    const mined = await this.#mine();
    const { people, photos } = this.#options;
    const perEpoch = this.#sampler.batchesPerEpoch;
    const epochs = Math.max(1, Math.round(this.#people.length / (people * photos * perEpoch)));
    const chips = Array.from({ length: epochs }, (_, epoch) => {
      return minedBatches(mined, this.#people, this.#options, step + epoch * perEpoch);
    });
    return { first: step, chips: chips.flat() };
  }
}
