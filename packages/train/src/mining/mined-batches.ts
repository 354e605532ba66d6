import { chipsByPerson } from '../dataset/chip-set.ts';
import { Random } from '../dataset/random.ts';
import type { SamplerOptions } from '../dataset/sampler.ts';
import type { Confusion } from './mine-set.ts';

/** So many people who are taken for one another stand together in a batch. */
const groupSize = 4;

/** Two people who look alike, by the pair of their chips that lie the nearest. */
interface Link {
  readonly person: number;
  readonly chip: number;
  readonly otherChip: number;
  readonly distance: number;
}

/**
 * Batches of what a network confuses: P people with K photos each, as `PeopleSampler` has them, and everybody once in
 * an epoch; but people come in groups of those who are taken for one another (doppelgängers, Smirnov 2017), with the
 * photos that lie too near, and of each person photos that lie far apart. A batch of several groups keeps apart what
 * a single one would push together.
 *
 * Which of the far photos is drawn: the farthest of all is often somebody else, under a wrong name.
 *
 * @param mined of each chip, see `mineSet`
 * @param people the number of each chip's person
 * @param round tells what is drawn for it from what is drawn for others
 * @returns numbers of chips, those of a person after one another
 */
export function minedBatches(
  mined: readonly Confusion[],
  people: ArrayLike<number>,
  { people: p, photos: k, seed }: SamplerOptions,
  round: number,
): number[][] {
  const random = new Random(seed, 'mined', round);
  const owned = new Map([...chipsByPerson(people)].filter(([, own]) => own.length > 1));
  const links = linksOf(mined, people, owned);
  const left = new Set(random.shuffled([...owned.keys()]));
  const take = (person: number) => left.delete(person);
  const batches: number[][] = [];
  for (let batch = 0; batch < Math.floor(owned.size / p); batch++) {
    const chips: number[] = [];
    for (let count = 0; count < p; ) {
      const [leader] = left;
      take(leader);
      const alike = (links.get(leader) ?? []).filter(({ person }) => left.has(person));
      const group = alike.slice(0, Math.min(groupSize, p - count) - 1);
      for (const { person } of group) take(person);
      chips.push(
        ...photosOf(
          leader,
          group.map(({ chip }) => chip),
        ),
      );
      for (const { person, otherChip } of group) chips.push(...photosOf(person, [otherChip]));
      count += 1 + group.length;
    }
    batches.push(chips);
  }
  return batches;

  /** K photos of a person, these among them. */
  function photosOf(person: number, wanted: readonly number[]): number[] {
    const own = owned.get(person) ?? [];
    const [first] = wanted;
    const anchor = first ?? own[random.below(own.length)];
    const positives = mined[anchor].positives.map(({ chip }) => chip);
    const chosen = new Set([
      anchor,
      ...random.shuffled(positives).slice(0, 1),
      ...wanted,
      ...random.shuffled(own),
    ]);
    const photos = [...chosen];
    return Array.from({ length: k }, (_, i) => photos[i % photos.length]);
  }
}

/** Of each person the others who look alike, the most alike first. */
function linksOf(
  mined: readonly Confusion[],
  people: ArrayLike<number>,
  owned: ReadonlyMap<number, readonly number[]>,
): Map<number, Link[]> {
  return new Map(
    [...owned].map(([person, own]) => {
      const nearest = new Map<number, Link>();
      for (const chip of own) {
        for (const { chip: otherChip, distance } of mined[chip].negatives) {
          const other = people[otherChip];
          const known = nearest.get(other);
          if (known && known.distance <= distance) continue;
          nearest.set(other, { person: other, chip, otherChip, distance });
        }
      }
      return [person, [...nearest.values()].sort((a, b) => a.distance - b.distance)];
    }),
  );
}
