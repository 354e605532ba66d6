/** Data sets of photos, for Node: from folders and CSV files to aligned chips that were cut once. */
export { cutMarkedFaces, holdFaces } from '../landmarker/marked-faces.ts';
export type { ChipSpec } from './chip-spec.ts';
export type { FaceRecord } from './face-record.ts';
export { listPhotos } from './list-photos.ts';
export { byPerson, type LabelledPhoto, type PhotoList } from './photo-list.ts';
export {
  type Dataset,
  type PreparedPhoto,
  type PrepareOptions,
  prepareDataset,
  type UnreadablePhoto,
} from './prepare-dataset.ts';
export type { Problem, ProblemKind } from './problem.ts';
