/**
 * `@facegpu/pipeline/gallery`: what a gallery that lasts is kept in, and its people without a GPU. `Gallery.open` of
 * `@facegpu/pipeline` opens one to find faces in.
 */
export type {
  Json,
  PersonInput,
  SourcePhoto,
  StoredPerson,
} from './gallery/entries.ts';
export type {
  FaceJson,
  GalleryJson,
  PersonJson,
} from './gallery/formats/gallery-json.ts';
export type {
  GalleryImport,
  LabeledFaceDescriptorsJson,
  NamedVectors,
} from './gallery/formats/import.ts';
export type { ListedPerson } from './gallery/list.ts';
export type { OpenGalleryOptions } from './gallery/open.ts';
export { openPeople } from './gallery/open-people.ts';
export type { OpenPeopleOptions } from './gallery/open-records.ts';
export type { PersonFace } from './gallery/person-faces.ts';
export type { EnrollPhoto } from './gallery/photo-source.ts';
export type { PersonRef } from './gallery/records.ts';
export type { FailedFace, ReembedOptions, ReembedReport } from './gallery/reembed.ts';
export type { PersonScore } from './gallery/score.ts';
export type { GalleryKey } from './gallery/sealed-codec.ts';
export type {
  GalleryStorage,
  Key,
  ReadableTable,
  ReadableTables,
  Row,
  RowHead,
  Table,
  TableName,
  Tables,
} from './gallery/storage.ts';
export { tableColumns } from './gallery/storage.ts';
export { MemoryStorage } from './gallery/storages/memory.ts';
export type {
  Enrolled,
  EnrollManyOptions,
  EnrollResult,
  StoredEnrollment,
  StoredEnrollOptions,
  StoredGallery,
  StoredIdentifyOptions,
  StoredMatch,
  VerifyOptions,
} from './gallery/stored-gallery.ts';
export type { GalleryStats, StoredPeople } from './gallery/stored-people.ts';
