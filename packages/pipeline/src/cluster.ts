/**
 * `@facegpu/pipeline/cluster`: the faces of a library of photos are grouped by person, where nobody has a name.
 */
export {
  type ClusteredFace,
  type Clustering,
  type ClusterOptions,
  clusterFaces,
  doubtfulScore,
  type FaceToCluster,
  type PersonCluster,
  usualClusterRate,
  usualNeighbours,
} from './cluster/cluster-faces.ts';
export type { FacePair } from './cluster/links.ts';
export { type NearestOthersOptions, nearestOthers } from './match/nearest-others.ts';
