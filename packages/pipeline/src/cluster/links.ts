import { FaceGpuError } from '@facegpu/kernels';

/** What is known of faces before they are compared; faces by their numbers. */
export interface KnownLinks {
  /** The photo of each face: two faces of one photo are never one person. Photos are compared as values. */
  readonly photos: readonly (string | number)[];
  /** Pairs of faces that are one person. */
  readonly together: readonly FacePair[];
  /** Pairs of faces that are two people. */
  readonly apart: readonly FacePair[];
}

/** Two faces, by their numbers. */
export type FacePair = readonly [number, number];

/** Faces that are known to be one person are one node; faces of which nothing is known are one each. */
export interface Nodes {
  readonly count: number;
  /** The node of each face. */
  readonly of: Uint32Array;
  /** The photos of each node. */
  readonly photos: readonly ReadonlySet<string | number>[];
  /** The nodes that are other people than a node, by what was said. */
  readonly apart: readonly ReadonlySet<number>[];
}

/**
 * Joins the faces that are one person, and finds out which of these are two.
 *
 * @throws FaceGpuError `bad-argument` for links that contradict one another, with the faces that they are about, or
 * that lead to faces which there are not
 */
export function nodesOf({ photos, together, apart }: KnownLinks): Nodes {
  const count = photos.length;
  for (const [kind, pairs] of Object.entries({ together, apart })) requirePairs(kind, pairs, count);
  const parents = Uint32Array.from({ length: count }, (_, face) => face);
  const rootOf = (face: number): number => {
    let root = face;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  };
  for (const [a, b] of together) parents[rootOf(b)] = rootOf(a);
  const of = new Uint32Array(count);
  const numbers = new Map<number, number>();
  const members: number[][] = [];
  for (let face = 0; face < count; face++) {
    const root = rootOf(face);
    const node = numbers.get(root) ?? members.push([]) - 1;
    numbers.set(root, node);
    members[node].push(face);
    of[face] = node;
  }
  const others = members.map(() => new Set<number>());
  for (const [a, b] of apart) {
    if (of[a] === of[b]) throw contradiction(a, b, 'were said to be two people', together);
    others[of[a]].add(of[b]);
    others[of[b]].add(of[a]);
  }
  return {
    count: members.length,
    of,
    photos: members.map((faces) => photosOf(faces, photos, together)),
    apart: others,
  };
}

function photosOf(
  faces: readonly number[],
  photos: KnownLinks['photos'],
  together: readonly FacePair[],
): Set<string | number> {
  const first = new Map<string | number, number>();
  for (const face of faces) {
    const before = first.get(photos[face]);
    if (before !== undefined) throw contradiction(before, face, 'are in one photo', together);
    first.set(photos[face], face);
  }
  return new Set(first.keys());
}

function requirePairs(kind: string, pairs: readonly FacePair[], count: number): void {
  for (const [i, [a, b]] of pairs.entries()) {
    const isFace = (face: number) => Number.isInteger(face) && face >= 0 && face < count;
    if (isFace(a) && isFace(b) && a !== b) continue;
    throw new FaceGpuError(
      'bad-argument',
      `${kind}[${i}] is ${String(a)} and ${String(b)}, of ${count} faces`,
      'Give the numbers of two different faces, from 0.',
    );
  }
}

/** Names the links by which two faces became one person, the fewest that lead from the one to the other. */
function contradiction(
  a: number,
  b: number,
  what: string,
  together: readonly FacePair[],
): FaceGpuError {
  const chain = shortestChain(a, b, together).join(', ');
  return new FaceGpuError(
    'bad-argument',
    `faces ${a} and ${b} ${what}, and are one person by what was said of ${chain}`,
    'Take one of these links back.',
  );
}

function shortestChain(from: number, to: number, together: readonly FacePair[]): number[] {
  const next = new Map<number, number[]>();
  for (const [a, b] of together) {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  }
  const before = new Map([[from, from]]);
  const queue = [from];
  for (const face of queue) {
    if (face === to) break;
    for (const other of next.get(face) ?? []) {
      if (before.has(other)) continue;
      before.set(other, face);
      queue.push(other);
    }
  }
  const chain = [to];
  for (let face = to; face !== from; ) {
    face = before.get(face) ?? from;
    chain.unshift(face);
  }
  return chain;
}
