/**
 * `@facegpu/pipeline/cluster`: the faces of a library of photos are grouped by person.
 */
export { type NearestOthersOptions, nearestOthers } from './match/nearest-others.ts';
