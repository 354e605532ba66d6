import { describeGallery } from './describe-gallery.ts';
import { describeRecords } from './describe-records.ts';
import { describeStorage } from './describe-storage.ts';
import type { StorageKind } from './storage-kind.ts';

/** The tests that every storage must pass. They need nothing of Node, and no GPU. */
export function describeConformance(kind: StorageKind): void {
  describeStorage(kind);
  describeRecords(kind);
  describeGallery(kind);
}
