import { type Graph, votesOf } from './graph.ts';
import type { Nodes } from './links.ts';

/** Rounds at most; a few dozen settle graphs of any size, and one that goes to and fro never settles. */
const mostRounds = 50;

/**
 * Clusters of a graph by Chinese whispers (Biemann 2006): each node is a cluster of its own to begin with, and then
 * joins, again and again, the cluster that its edges weigh most for. How many clusters there are comes of itself.
 *
 * Nodes that are known to be two people never share a cluster, at any time. Where two such nodes want the same one,
 * the one whose edges to it weigh more has it, and the other must look for another.
 *
 * Nodes have their turns by what all their edges weigh, the most first, so that it is always the same clusters that
 * come out.
 *
 * @param graph of nodes
 * @returns the cluster of each node, numbered from 0
 */
export function chineseWhispers(graph: Graph, nodes: Pick<Nodes, 'photos' | 'apart'>): Uint32Array {
  const clusters = new Clusters(graph, nodes);
  const weights = graph.map((edges) =>
    [...edges.values()].reduce((sum, weight) => sum + weight, 0),
  );
  const order = Uint32Array.from(graph, (_, node) => node);
  order.sort((a, b) => weights[b] - weights[a] || a - b);
  for (let round = 0; round < mostRounds; round++) {
    let moved = 0;
    for (const node of order) if (clusters.settle(node)) moved++;
    if (moved === 0) break;
  }
  return connected(graph, clusters.of);
}

/** Which node is in which cluster, such that none that are two people share one. */
class Clusters {
  readonly of: Uint32Array;
  readonly #graph: Graph;
  readonly #nodes: Pick<Nodes, 'photos' | 'apart'>;
  /** Of each cluster, which node is in a photo. */
  readonly #photos = new Map<number, Map<string | number, number>>();
  #next: number;

  constructor(graph: Graph, nodes: Pick<Nodes, 'photos' | 'apart'>) {
    this.#graph = graph;
    this.#nodes = nodes;
    this.of = Uint32Array.from(graph, (_, node) => node);
    this.#next = graph.length;
    for (let node = 0; node < graph.length; node++) this.#enter(node, node);
  }

  /** Moves a node where its edges weigh most, as far as it may be there. */
  settle(node: number): boolean {
    const own = this.of[node];
    const votes = votesOf(this.#graph, node, this.of);
    const ranked = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const stay = votes.get(own) ?? 0;
    for (const [cluster, weight] of ranked) {
      if (cluster === own || weight <= stay) return false;
      const rivals = this.#rivals(node, cluster);
      // Those who would have to go don't count.
      const edges = this.#graph[node];
      const left = rivals.reduce((sum, rival) => sum - (edges.get(rival) ?? 0), weight);
      if (left <= stay || rivals.some((rival) => this.#weight(rival, cluster) >= left)) continue;
      for (const rival of rivals) this.#move(rival, this.#next++);
      this.#move(node, cluster);
      return true;
    }
    return false;
  }

  /** Those in a cluster that are other people than a node. */
  #rivals(node: number, cluster: number): number[] {
    const rivals = new Set<number>();
    const photos = this.#photos.get(cluster);
    for (const photo of this.#nodes.photos[node]) {
      const rival = photos?.get(photo);
      if (rival !== undefined) rivals.add(rival);
    }
    for (const other of this.#nodes.apart[node]) if (this.of[other] === cluster) rivals.add(other);
    return [...rivals];
  }

  #weight(node: number, cluster: number): number {
    return votesOf(this.#graph, node, this.of).get(cluster) ?? 0;
  }

  #move(node: number, cluster: number): void {
    const before = this.#photos.get(this.of[node]);
    for (const photo of this.#nodes.photos[node]) before?.delete(photo);
    this.#enter(node, cluster);
  }

  #enter(node: number, cluster: number): void {
    const photos = this.#photos.get(cluster) ?? new Map<string | number, number>();
    this.#photos.set(cluster, photos);
    for (const photo of this.#nodes.photos[node]) photos.set(photo, node);
    this.of[node] = cluster;
  }
}

/** Parts of a cluster that lost what connected them are clusters of their own; all are numbered from 0. */
function connected(graph: Graph, clusterOf: Uint32Array): Uint32Array {
  const none = 0xffffffff;
  const parts = new Uint32Array(graph.length).fill(none);
  let count = 0;
  for (let first = 0; first < graph.length; first++) {
    if (parts[first] !== none) continue;
    parts[first] = count;
    const queue = [first];
    for (const node of queue) {
      for (const other of graph[node].keys()) {
        if (parts[other] !== none || clusterOf[other] !== clusterOf[first]) continue;
        parts[other] = count;
        queue.push(other);
      }
    }
    count++;
  }
  return parts;
}
