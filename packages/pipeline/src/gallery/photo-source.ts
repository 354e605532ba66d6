import { readPhoto } from '#gallery-storage';
import type { SourcePhoto } from './entries.ts';

/** A photo to be enrolled: its name, where it can be read by that, or a name and its bytes, as they are in the file. */
export type EnrollPhoto = string | { readonly file: string; readonly bytes: Uint8Array };

/** A photo that was read. */
export interface ReadPhoto extends SourcePhoto {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** @throws FaceGpuError `file-unreadable` */
export async function readSource(photo: EnrollPhoto): Promise<ReadPhoto> {
  const file = typeof photo === 'string' ? photo : photo.file;
  const bytes = new Uint8Array(typeof photo === 'string' ? await readPhoto(photo) : photo.bytes);
  return { file, bytes, hash: await hashOf(bytes) };
}

/** What is kept of a photo. */
export function toSource({ file, hash, path }: SourcePhoto): SourcePhoto {
  return { file, hash, ...(path !== undefined && { path }) };
}

/** SHA-256 in hexadecimal. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
