import type { LabelJudgement, LabelledFace } from './judge-labels.ts';

/** A photo of which there is another copy, or nearly so. */
export interface Twin {
  /** The photo that is kept, by its number. */
  readonly of: number;
  /** From 0, for equal files, to the distance up to which two faces are taken for one picture. */
  readonly distance: number;
}

/**
 * Photos that are there twice: equal files, and faces nearer to one another than two pictures come. Of each
 * group the best is kept, and the others are its twins.
 *
 * @param limit the distance up to which two faces are taken for one picture
 * @param isBetter whether the first photo is rather kept than the second
 */
export function findTwins(
  faces: readonly LabelledFace[],
  judgements: readonly LabelJudgement[],
  limit: number,
  isBetter: (a: number, b: number) => boolean,
): Map<number, Twin> {
  const groups = new Groups(faces.length);
  const distances = new Map<number, number>();
  const join = (a: number, b: number, distance: number) => {
    groups.join(a, b);
    for (const i of [a, b]) distances.set(i, Math.min(distance, distances.get(i) ?? distance));
  };
  const firsts = new Map<string, number>();
  for (const [i, { hash }] of faces.entries()) {
    const first = firsts.get(hash);
    if (first === undefined) firsts.set(hash, i);
    else join(first, i, 0);
  }
  for (const [i, { nearest }] of judgements.entries()) {
    if (nearest && nearest.distance < limit) join(i, nearest.index, nearest.distance);
  }
  const twins = new Map<number, Twin>();
  for (const members of groups.all()) {
    const best = members.reduce((a, b) => (isBetter(b, a) ? b : a));
    for (const member of members) {
      if (member === best) continue;
      twins.set(member, { of: best, distance: distances.get(member) ?? 0 });
    }
  }
  return twins;
}

/** Things that belong together by way of others (disjoint sets). */
class Groups {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, i) => i);
  }

  join(a: number, b: number): void {
    this.#parents[this.#root(b)] = this.#root(a);
  }

  /** Those of two members or more. */
  all(): number[][] {
    const groups = new Map<number, number[]>();
    for (let i = 0; i < this.#parents.length; i++) {
      const root = this.#root(i);
      groups.set(root, [...(groups.get(root) ?? []), i]);
    }
    return [...groups.values()].filter((members) => members.length > 1);
  }

  #root(of: number): number {
    let i = of;
    while (this.#parents[i] !== i) {
      this.#parents[i] = this.#parents[this.#parents[i]];
      i = this.#parents[i];
    }
    return i;
  }
}
