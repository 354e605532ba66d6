import type { PhotoInput } from '../api/options.ts';
import type { Tables } from '../api/tables.ts';
import type { EnginePort } from '../engine/messages.ts';
import type { DecodeLimits, Photo } from '../photo/photo.ts';

/** What differs between Node and the browser; each has a file of its own that satisfies this. */
export interface Platform extends Tables {
  /**
   * Decodes a photo, upright and opaque. What the caller may change is copied before it returns.
   *
   * @param signal stops what waits for others, a server perhaps
   * @param turn until then it reads and decodes nothing
   * @throws FaceGpuError `bad-image`, `file-unreadable`, `out-of-memory`, `aborted`
   */
  decodePhoto(
    input: unknown,
    limits: DecodeLimits,
    signal?: AbortSignal,
    turn?: Promise<void>,
  ): Promise<Photo>;
  /** How many photos are decoded ahead of the GPU. */
  readonly decodesAhead: number;
  /**
   * Reads a model file.
   *
   * @param file name of the model in the folder, without ending, or the address of a file
   * @throws FaceGpuError `no-models`, `bad-model`, `file-unreadable`, `aborted`
   */
  readModel(
    file: string | URL,
    source: ModelSource,
    options: ReadOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** The address that a path or a URL in a text stands for. */
  toAddress(text: string): URL;
}

/** How an engine in a worker is reached; a page without one doesn't load that. */
export interface Workers {
  /**
   * Starts a worker in which an engine can be made.
   *
   * @throws FaceGpuError `worker-failed`
   */
  open(worker: unknown): WorkerHandle;
  /**
   * A photo as it can be sent to a worker; what the caller holds stays as it is.
   *
   * @throws FaceGpuError `bad-image`, `file-unreadable`, `aborted`
   */
  toPortable(input: PhotoInput, signal?: AbortSignal): Promise<PortablePhoto>;
}

/** A photo, and what of it moves to the worker. */
export interface PortablePhoto {
  readonly photo: PhotoInput;
  readonly transfer: Transferable[];
}

/** Where model files come from. */
export interface ModelSource {
  /** Folder or URL that holds them; the default models' own where left out. */
  readonly base: string | URL | undefined;
  /** Whether they are kept for later. */
  readonly cache: boolean;
}

export interface ReadOptions {
  readonly signal: AbortSignal | undefined;
  /** Hears how many bytes have come, of how many; as soon as the size is known, and at the end. */
  readonly onProgress: (loaded: number, total: number) => void;
}

/** A worker, and how it is let go. */
export interface WorkerHandle {
  readonly port: EnginePort;
  /** Started for the pipeline alone; else it is the caller's, who may do other things with it. */
  readonly owned: boolean;
  /** Ends it where it is owned. */
  close(): void;
}
