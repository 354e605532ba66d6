import { type Graph, votesOf } from './graph.ts';

/** How well a face fits where it was put. */
export interface Membership {
  /** From 0, for a face that fits as well elsewhere, to 1. */
  readonly score: number;
  /** What its edges to others of its cluster weigh together: many near neighbours make it dense there. */
  readonly density: number;
}

/**
 * How well each face fits into its cluster: the product of the share of the others there that are near to it, of how
 * much more they weigh than those of the next cluster, and of how far beyond chance they are on the whole. A face that
 * is alone fits.
 *
 * @param graph of faces; weights are decimal logarithms of how much rarer two people are so near than at the limit
 * @param k how many neighbours of each were looked for
 */
export function judgeMembers(graph: Graph, clusterOf: ArrayLike<number>, k: number): Membership[] {
  const sizes = new Map<number, number>();
  for (let face = 0; face < graph.length; face++) {
    sizes.set(clusterOf[face], (sizes.get(clusterOf[face]) ?? 0) + 1);
  }
  return graph.map((edges, face) => {
    const cluster = clusterOf[face];
    const others = (sizes.get(cluster) ?? 1) - 1;
    if (others === 0) return { score: 1, density: 0 };
    const votes = votesOf(graph, face, clusterOf);
    const density = votes.get(cluster) ?? 0;
    if (density === 0) return { score: 0, density };
    votes.delete(cluster);
    const next = Math.max(0, ...votes.values());
    const near = [...edges.keys()].filter((other) => clusterOf[other] === cluster).length;
    const support = Math.min(1, near / Math.min(others, k));
    const lead = Math.max(0, 1 - next / density);
    const certainty = 1 - 10 ** (-density / near);
    return { score: support * lead * certainty, density };
  });
}
