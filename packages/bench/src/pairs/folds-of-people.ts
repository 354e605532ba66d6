import { Random } from '@facegpu/train';

export interface Person {
  readonly frontals: readonly string[];
  readonly profiles: readonly string[];
}

export interface PairOfFold {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
  /** Both people of a pair are in it, and in no other. */
  readonly fold: number;
}

export interface FoldsOptions {
  readonly folds: number;
  /** How many photos of a person are used at most, of each kind. */
  readonly frontals: number;
  readonly profiles: number;
  readonly seed: string;
}

/** Pairs of two frontal photos, and of a frontal one and a profile. */
export interface PairsOfFolds {
  readonly frontal: readonly PairOfFold[];
  readonly profile: readonly PairOfFold[];
}

/**
 * Pairs as those of Celebrities in Frontal-Profile (Sengupta et al. 2016): folds of people that share nobody, and of each
 * person as many pairs with another one of the fold as with themself. Here these are all pairs that the photos give.
 *
 * @param people two in each fold at least
 */
export function pairsInFolds(people: readonly Person[], options: FoldsOptions): PairsOfFolds {
  const { folds, frontals, profiles, seed } = options;
  const random = new Random('folds', seed);
  const chosen = random.shuffled(people).map((person): Person => {
    return {
      frontals: random.shuffled(person.frontals).slice(0, frontals),
      profiles: random.shuffled(person.profiles).slice(0, profiles),
    };
  });
  const [frontal, profile]: PairOfFold[][] = [[], []];
  const one = <T>(things: readonly T[]) => things[random.below(things.length)];
  for (const [index, own] of chosen.entries()) {
    const fold = index % folds;
    const others = chosen.filter((other, i) => i % folds === fold && other !== own);
    for (const [i, a] of own.frontals.entries()) {
      for (const b of own.frontals.slice(i + 1)) {
        frontal.push({ a, b, same: true, fold });
        frontal.push({ a, b: one(one(others).frontals), same: false, fold });
      }
      for (const b of own.profiles) {
        profile.push({ a, b, same: true, fold });
        profile.push({ a, b: one(one(others).profiles), same: false, fold });
      }
    }
  }
  return { frontal, profile };
}
