/** What a clustering made of one person's faces. */
export interface PersonAgreement {
  readonly faces: number;
  /** Pairs of the person's faces, and those of them that are in one cluster. */
  readonly pairs: number;
  readonly sharedPairs: number;
  /** Pairs in one cluster that one of the person's faces is in; a pair with somebody else counts half for each. */
  readonly foundPairs: number;
  /** Over the person's faces, the share of their cluster that is the person's, and of the person that is in it. */
  readonly precisions: number;
  readonly recalls: number;
}

/** How much of what was put together belongs together, how much of what belongs together was put together, and both. */
export interface Agreement {
  readonly precision: number;
  readonly recall: number;
  /** Their harmonic mean. */
  readonly f: number;
}

/**
 * Compares clusters of faces with the people whom they show, for each person.
 *
 * @param clusterOf the cluster of each face; a face that is in none needs one of its own
 * @param personOf whom it shows
 */
export function agreementByPerson(
  clusterOf: ArrayLike<number>,
  personOf: readonly string[],
): PersonAgreement[] {
  const sizes = new Map<number, number>();
  const people = new Map<string, Map<number, number>>();
  for (const [face, person] of personOf.entries()) {
    const cluster = clusterOf[face];
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
    const parts = people.get(person) ?? new Map<number, number>();
    people.set(person, parts.set(cluster, (parts.get(cluster) ?? 0) + 1));
  }
  return Array.from(people.values(), (parts) => {
    const faces = [...parts.values()].reduce((sum, own) => sum + own, 0);
    let [sharedPairs, foundPairs, precisions, recalls] = [0, 0, 0, 0];
    for (const [cluster, own] of parts) {
      const size = sizes.get(cluster) ?? own;
      sharedPairs += (own * (own - 1)) / 2;
      foundPairs += (own * (size - 1)) / 2;
      precisions += (own * own) / size;
      recalls += (own * own) / faces;
    }
    return {
      faces,
      pairs: (faces * (faces - 1)) / 2,
      sharedPairs,
      foundPairs,
      precisions,
      recalls,
    };
  });
}

/** Agreement on pairs of faces. Where nothing was put together, nothing was wrongly. */
export function pairwiseAgreement(people: readonly PersonAgreement[]): Agreement {
  const shared = sumOf(people, ({ sharedPairs }) => sharedPairs);
  const found = sumOf(people, ({ foundPairs }) => foundPairs);
  const pairs = sumOf(people, (person) => person.pairs);
  return both(found === 0 ? 1 : shared / found, pairs === 0 ? 1 : shared / pairs);
}

/** B³ (Bagga and Baldwin 1998): agreement on each face, whose mean no large cluster rules. */
export function bCubedAgreement(people: readonly PersonAgreement[]): Agreement {
  const faces = sumOf(people, (person) => person.faces);
  return both(
    sumOf(people, ({ precisions }) => precisions) / faces,
    sumOf(people, ({ recalls }) => recalls) / faces,
  );
}

function both(precision: number, recall: number): Agreement {
  const sum = precision + recall;
  return { precision, recall, f: sum === 0 ? 0 : (2 * precision * recall) / sum };
}

function sumOf<T>(list: readonly T[], numberOf: (item: T) => number): number {
  return list.reduce((sum, item) => sum + numberOf(item), 0);
}
