import type { DecodeLimits, Photo } from '../photo.ts';

/** What differs between Node and the browser; each has a file of its own that satisfies this. */
export interface Platform {
  /**
   * Decodes a photo, upright and opaque.
   *
   * @throws FaceGpuError `bad-image`, `file-unreadable`
   */
  decodePhoto(input: unknown, limits: DecodeLimits): Promise<Photo>;
  /**
   * Reads a model file.
   *
   * @param name of the model, without ending
   * @param base folder or URL that holds the files; the default models' own where left out
   * @throws FaceGpuError `no-models`, `file-unreadable`
   */
  readModel(name: string, base: string | URL | undefined): Promise<Uint8Array<ArrayBuffer>>;
}
