import type { LabelledPhoto } from '../dataset/photo-list.ts';
import type { Decision } from './decisions.ts';

/** A photo of which the bytes are known. */
export interface HashedPhoto extends LabelledPhoto {
  readonly hash: string;
}

/** What becomes of a data set by decisions. */
export interface Followed<P> {
  /** Those that stay, each with the person that it shows by the decisions. */
  readonly kept: readonly P[];
  /** Those that are dropped. */
  readonly dropped: readonly P[];
  /** The decision on each photo that has one, by its file as it is called now. */
  readonly decided: ReadonlyMap<string, Decision>;
  /** Decisions whose photo isn't there, or is another one by now. */
  readonly stale: readonly Decision[];
}

/**
 * Applies decisions to the photos of a data set, on paper. A photo that was moved since is known by its bytes,
 * if no other has the same.
 */
export function followDecisions<P extends HashedPhoto>(
  photos: readonly P[],
  decisions: readonly Decision[],
): Followed<P> {
  const byFile = new Map(photos.map((photo) => [photo.file, photo]));
  const byHash = new Map<string, P[]>();
  for (const photo of photos) byHash.set(photo.hash, [...(byHash.get(photo.hash) ?? []), photo]);
  const decided = new Map<string, Decision>();
  const stale: Decision[] = [];
  for (const decision of decisions) {
    const named = byFile.get(decision.file);
    const copies = byHash.get(decision.hash) ?? [];
    const photo =
      named?.hash === decision.hash ? named : copies.length === 1 ? copies[0] : undefined;
    if (photo) decided.set(photo.file, decision);
    // What was dropped and moved away is done.
    else if (decision.action !== 'drop') stale.push(decision);
  }
  const kept: P[] = [];
  const dropped: P[] = [];
  for (const photo of photos) {
    const decision = decided.get(photo.file);
    if (decision?.action === 'drop') dropped.push(photo);
    else if (decision?.action === 'move' && decision.person !== undefined) {
      kept.push({ ...photo, person: decision.person });
    } else kept.push(photo);
  }
  return { kept, dropped, decided, stale };
}
