import { Random } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { chineseWhispers } from './chinese-whispers.ts';
import { faceGraph, type Graph, joinedGraph } from './graph.ts';
import { type FacePair, type KnownLinks, nodesOf } from './links.ts';

/** A graph by its edges. */
function graphOf(count: number, edges: readonly (readonly [number, number, number])[]): Graph {
  const graph = Array.from({ length: count }, () => new Map<number, number>());
  for (const [a, b, weight] of edges) {
    graph[a].set(b, weight);
    graph[b].set(a, weight);
  }
  return graph;
}

/** The clusters of faces, by their members. */
function clustersOf(graph: Graph, known: Partial<KnownLinks> = {}): number[][] {
  const photos = graph.map((_, face) => face);
  const nodes = nodesOf({ photos, together: [], apart: [], ...known });
  const clusters = chineseWhispers(joinedGraph(graph, nodes), nodes);
  const members = new Map<number, number[]>();
  for (const [face, node] of nodes.of.entries()) {
    const cluster = clusters[node];
    members.set(cluster, [...(members.get(cluster) ?? []), face]);
  }
  return [...members.values()];
}

/** Two groups of three, with one weak edge between them. */
const two = graphOf(7, [
  [0, 1, 2],
  [0, 2, 2],
  [1, 2, 2],
  [3, 4, 2],
  [3, 5, 2],
  [4, 5, 2],
  [2, 3, 1],
]);

describe('chinese whispers', () => {
  it('divides a graph where it is thin, and leaves alone what has no edge', () => {
    expect(clustersOf(two)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it('keeps together what is known to be one person', () => {
    expect(clustersOf(two, { together: [[6, 0]] })).toEqual([
      [0, 1, 2, 6],
      [3, 4, 5],
    ]);
    expect(clustersOf(two, { together: [[0, 5]] })).toEqual([[0, 1, 2, 3, 4, 5], [6]]);
  });

  it('keeps apart what is known to be two, and gives the place to the nearer one', () => {
    expect(clustersOf(two, { apart: [[0, 1]] })).toEqual([[0, 2], [1], [3, 4, 5], [6]]);
    // Faces 3 and 2 want to the same three, and are in one photo.
    const rivals = graphOf(5, [
      [0, 1, 2],
      [0, 2, 1],
      [1, 2, 1],
      [0, 3, 2],
      [1, 3, 2],
      [3, 4, 0.5],
    ]);
    const photos = [0, 1, 'both', 'both', 4];
    expect(clustersOf(rivals, { photos })).toEqual([[0, 1, 3, 4], [2]]);
  });

  it('drives nobody out of a cluster whom it would have to leave empty', () => {
    const near = [0, 1, 2, 3, 4].flatMap((a) =>
      [0, 1, 2, 3, 4].filter((b) => b > a).map((b) => [a, b, b === 4 ? 3 : 1] as const),
    );
    const apart: FacePair[] = [0, 1, 2, 3].map((face) => [4, face]);
    expect(clustersOf(graphOf(5, near), { apart })).toEqual([[0, 1, 2, 3], [4]]);
  });

  it('never puts two faces of one photo together, nor what is apart, whatever the graph', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed);
      const count = random.integer(2, 40);
      const face = () => random.integer(0, count - 1);
      const pairs = (most: number) =>
        Array.from({ length: random.integer(0, most) }, (): FacePair => [face(), face()]);
      const edges = pairs(200).map(([a, b]) => [a, b, random.uniform(0.1, 3)] as const);
      const graph = graphOf(
        count,
        edges.filter(([a, b]) => a !== b),
      );
      const photos = Array.from({ length: count }, () => random.integer(0, count / 2));
      const apart = pairs(20).filter(([a, b]) => a !== b);
      const clusters = clustersOf(graph, { photos, apart });
      expect(clusters.flat().sort((a, b) => a - b)).toEqual(photos.map((_, i) => i));
      for (const members of clusters) {
        const own = members.map((member) => photos[member]);
        expect(new Set(own).size, `seed ${seed}`).toBe(own.length);
        for (const [a, b] of apart) {
          expect(members.includes(a) && members.includes(b), `seed ${seed}`).toBe(false);
        }
      }
    }
  });
});

describe('the graph of faces', () => {
  it('has an edge where one of the two is near the other, and none beyond the limit', () => {
    const neighbours = {
      k: 2,
      ids: Uint32Array.of(1, 2, 0, 2, 1, 0),
      distances: Float32Array.of(0.2, 0.9, 0.2, 0.5, 0.5, 0.9),
    };
    const graph = faceGraph(neighbours, 3, (distance) => 0.8 - distance);
    expect(graph.map((edges) => [...edges.keys()])).toEqual([[1], [0, 2], [1]]);
    const joined = joinedGraph(graph, { count: 2, of: Uint32Array.of(0, 1, 0) });
    expect(joined[1].get(0)).toBeCloseTo(0.9);
    expect(joined[0].has(0)).toBe(false);
  });
});
