import {
  abortSignal,
  callback,
  countOf,
  notNegative,
  type OptionRule,
  type OptionRules,
  positiveShare,
  requireOptions,
} from '../api/check-options.ts';
import type { Descriptor } from '../api/face.ts';
import { throwIfAborted } from '../async/abort.ts';
import { createIndex } from '../match/create-index.ts';
import { fromIndex, indexMetrics } from '../match/metric.ts';
import { type NearestOthersOptions, nearestOthers } from '../match/nearest-others.ts';
import { rateAtDistance } from '../match/thresholds.ts';
import type { Neighbours } from '../match/vector-index.ts';
import type { FacePipeline } from '../pipeline.ts';
import { chineseWhispers } from './chinese-whispers.ts';
import { faceGraph, joinedGraph } from './graph.ts';
import { judgeMembers, type Membership } from './judge-members.ts';
import { keepIds } from './keep-ids.ts';
import { type JoinedDescriptors, joinDescriptors } from './known-descriptors.ts';
import { type FacePair, nodesOf } from './links.ts';

/** A face of a library of photos. */
export interface FaceToCluster {
  readonly descriptor: Descriptor;
  /** Names its photo: two faces of one photo are never one person. A face without one is alone in its own. */
  readonly photo?: string | number;
  /** The id of the person whom it was taken for before, from 1. */
  readonly before?: number | undefined;
}

export interface ClusterOptions {
  /**
   * How near two faces must be to speak for one person, as the share of two people's pairs that are nearer still:
   * {@link usualClusterRate} where left out.
   */
  readonly falseMatchRate?: number;
  /** Faces that are known to be one person, and to be two, by their numbers. */
  readonly together?: readonly FacePair[];
  readonly apart?: readonly FacePair[];
  /** How many of its nearest each face is compared with: {@link usualNeighbours} where left out. */
  readonly neighbours?: number;
  /** Ids up to this one were given to people, even if none of the faces has them. */
  readonly lastId?: number;
  readonly signal?: AbortSignal | undefined;
  /** Hears how many faces have been compared with all. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Faces of which the measurement says that they are one person's. */
export interface PersonCluster {
  /** From 1; it stays as faces are added, where they were given with `before`. */
  readonly id: number;
  /** Its faces by their numbers, the densest first: the first ones show best who it is. */
  readonly faces: readonly number[];
}

/** Where a face was put. */
export interface ClusteredFace {
  /** The person's id. */
  readonly person: number;
  /** How well it fits there, from 0 to 1. */
  readonly score: number;
  /** Somebody should look at it. */
  readonly doubtful: boolean;
}

export interface Clustering {
  /** The densest first: those with many near faces before pairs, and those who are there once last. */
  readonly people: readonly PersonCluster[];
  /** One for each face, in their order. */
  readonly faces: readonly ClusteredFace[];
}

/** Chosen on half of the people of a public set, and measured on the others: `packages/bench/results/clusters.md`. */
export const usualClusterRate = 1e-4;
export const usualNeighbours = 40;
/** A face that fits worse is doubtful. */
export const doubtfulScore = 0.3;

/**
 * Groups faces by person, where nobody has a name: each is compared with all others on the GPU, and the graph of the
 * nearest ones is divided by Chinese whispers. Two faces of one photo are never one person; what is known of others
 * holds, too.
 *
 * @throws FaceGpuError `bad-argument` (no faces; links that contradict one another or lead nowhere; a descriptor with
 * NaN; options), `model-mismatch` (descriptors of several models, or of one that the pipeline has not),
 * `shape-mismatch` (descriptors of another length than the model's), `aborted`, and as `createIndex` does
 */
export async function clusterFaces(
  pipeline: FacePipeline,
  faces: readonly FaceToCluster[],
  options: ClusterOptions = {},
): Promise<Clustering> {
  requireOptions('clusterFaces', options, clusterRules);
  const { falseMatchRate = usualClusterRate, together = [], apart = [], lastId } = options;
  throwIfAborted(options.signal);
  const nodes = nodesOf({ photos: faces.map(photoOf), together, apart });
  const joined = joinDescriptors(
    pipeline.info,
    faces.map(({ descriptor }) => descriptor),
  );
  const found = await nearest(pipeline, joined, options);
  const { thresholds, metric } = joined.recognizer;
  const graph = faceGraph(found, faces.length, (distance) => {
    return Math.log10(falseMatchRate / rateAtDistance(thresholds, fromIndex(metric, distance)));
  });
  const clusters = chineseWhispers(joinedGraph(graph, nodes), nodes);
  const clusterOf = nodes.of.map((node) => clusters[node]);
  const before = faces.map((face) => face.before);
  const ids = keepIds(clusterOf, before, lastId);
  const memberships = judgeMembers(graph, clusterOf, found.k);
  const isTold = new Set(together.flat());
  return {
    people: peopleOf(clusterOf, ids, memberships),
    faces: memberships.map(({ score }, face) => {
      const own = isTold.has(face) ? 1 : score;
      return { person: ids[clusterOf[face]], score: own, doubtful: own < doubtfulScore };
    }),
  };
}

const pairs: OptionRule = { is: Array.isArray, fix: 'Give a list of pairs of faces.' };

const clusterRules: OptionRules<ClusterOptions> = {
  falseMatchRate: positiveShare,
  together: pairs,
  apart: pairs,
  neighbours: countOf('neighbours'),
  lastId: notNegative,
  signal: abortSignal,
  onProgress: callback,
};

/** Faces of no photo that is named are in one of their own. */
function photoOf({ photo }: FaceToCluster, face: number): string | number {
  return photo ?? `\0${face}`;
}

async function nearest(
  pipeline: FacePipeline,
  { vectors, recognizer }: JoinedDescriptors,
  { neighbours = usualNeighbours, ...options }: ClusterOptions,
): Promise<Neighbours> {
  const { dimensions, metric } = recognizer;
  const index = createIndex(pipeline, { dimensions, metric: indexMetrics[metric] });
  try {
    await index.add(vectors);
    const { signal, onProgress }: NearestOthersOptions = options;
    return await nearestOthers(index, vectors, neighbours, { signal, onProgress });
  } finally {
    await index.dispose();
  }
}

/** The clusters with their faces, both the densest first. */
function peopleOf(
  clusterOf: ArrayLike<number>,
  ids: ArrayLike<number>,
  memberships: readonly Membership[],
): PersonCluster[] {
  const clusters = Array.from(ids, (id) => ({ id, faces: [] as number[], density: 0 }));
  for (const [face, { density }] of memberships.entries()) {
    const cluster = clusters[clusterOf[face]];
    cluster.faces.push(face);
    cluster.density += density;
  }
  for (const { faces } of clusters) {
    faces.sort((a, b) => memberships[b].density - memberships[a].density || a - b);
  }
  const mean = ({ density, faces }: (typeof clusters)[number]) => density / faces.length;
  clusters.sort((a, b) => mean(b) - mean(a) || a.id - b.id);
  return clusters.map(({ id, faces }) => ({ id, faces }));
}
