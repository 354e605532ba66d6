import type { Neighbours } from '../match/vector-index.ts';

/** A graph of faces, or of groups of them: neighbours of each node with the weights of the edges, above 0. */
export type Graph = readonly ReadonlyMap<number, number>[];

/**
 * The graph of faces whose distance speaks for one person.
 *
 * @param neighbours the nearest others of each face, as `nearestOthers` finds them
 * @param weigh how much a distance speaks for one person: 0 or less for nothing
 */
export function faceGraph(
  { k, ids, distances }: Neighbours,
  count: number,
  weigh: (distance: number) => number,
): Graph {
  const graph = Array.from({ length: count }, () => new Map<number, number>());
  for (let i = 0; i < count * k; i++) {
    const weight = weigh(distances[i]);
    if (!(weight > 0)) continue;
    const face = Math.floor(i / k);
    // Whoever is near has an edge, though the other one has nearer ones enough.
    graph[face].set(ids[i], weight);
    graph[ids[i]].set(face, weight);
  }
  return graph;
}

/** The same graph where faces were joined to nodes: weights between two nodes are added, those within one are left out. */
export function joinedGraph(
  graph: Graph,
  nodes: { readonly count: number; readonly of: Uint32Array },
): Graph {
  const joined = Array.from({ length: nodes.count }, () => new Map<number, number>());
  for (const [face, edges] of graph.entries()) {
    const node = nodes.of[face];
    for (const [other, weight] of edges) {
      const target = nodes.of[other];
      if (target !== node) joined[node].set(target, (joined[node].get(target) ?? 0) + weight);
    }
  }
  return joined;
}

/** How much the neighbours of a node are for each of the clusters that they are in. */
export function votesOf(
  graph: Graph,
  node: number,
  clusterOf: ArrayLike<number>,
): Map<number, number> {
  const votes = new Map<number, number>();
  for (const [other, weight] of graph[node]) {
    const cluster = clusterOf[other];
    votes.set(cluster, (votes.get(cluster) ?? 0) + weight);
  }
  return votes;
}
