import { type ErrorCode, FaceGpuError } from '@facegpu/kernels';
import type {
  Detection,
  LoadProgress,
  PhotoInput,
  PipelineInfo,
  PipelineOptions,
} from '../api/options.ts';
import type { Tables } from '../api/tables.ts';
import type { NearestRequest } from '../match/gallery.ts';
import type { IndexOptions, VectorIndex } from '../match/vector-index.ts';
import type { ComparedFace, EngineDetectOptions } from './engine.ts';

/** What can be said to an engine in a worker, and what it answers. */
export interface Calls {
  create(options: PortableOptions): PipelineInfo;
  detect(
    photo: PhotoInput,
    options: Omit<EngineDetectOptions, 'signal'>,
    match?: PortableMatch,
  ): Detection<ComparedFace>;
  /** Indexes have numbers. */
  createIndex(index: number, options: IndexOptions): void;
  callIndex(index: number, call: IndexCall): unknown;
  dispose(): void;
}

/** What descriptors are to be compared with. */
export interface PortableMatch extends Omit<NearestRequest, 'index'> {
  readonly index: number;
}

/** What an index is asked. */
export type IndexCall = {
  [Method in IndexMethod]: {
    readonly method: Method;
    readonly args: Readonly<Parameters<VectorIndex[Method]>>;
  };
}[IndexMethod];

type IndexMethod = 'reserve' | 'add' | 'remove' | 'search' | 'range' | 'reconstruct' | 'dispose';

/** Options that survive the way to a worker. */
export type PortableOptions = Omit<
  PipelineOptions,
  keyof Tables | 'device' | 'worker' | 'onProgress' | 'signal'
>;

/** From the page to the worker. */
export type Request =
  | {
      [Method in keyof Calls]: {
        readonly id: number;
        readonly method: Method;
        readonly args: Parameters<Calls[Method]>;
      };
    }[keyof Calls]
  /** Nobody waits for that call any longer. */
  | { readonly id: number; readonly method: 'abort' };

/** From the worker to the page, about the call with that number. */
export type Reply = { readonly id: number } & (
  | { readonly result: unknown }
  | { readonly error: PortableError }
  | { readonly progress: LoadProgress }
);

/** An error as it travels: of an error's own class only name and message would arrive. */
export interface PortableError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
}

export function toPortableError(error: unknown): PortableError {
  if (error instanceof FaceGpuError) return error.toJSON();
  return {
    code: 'worker-failed',
    message: `the worker failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    fix: 'This is a fault in FaceGPU. Report it with this message.',
  };
}

export function fromPortableError({ code, message, fix }: PortableError): FaceGpuError {
  return new FaceGpuError(code, message, fix);
}

/** How a page and a worker come to speak of an engine, each on a channel of its own. */
export type Hello =
  | { readonly facegpu: 'connect'; readonly port: EnginePort }
  | { readonly facegpu: 'hello' };

/** Whether a page wants an engine. */
export function isConnect(data: unknown): data is Extract<Hello, { facegpu: 'connect' }> {
  return (data as Hello | null | undefined)?.facegpu === 'connect';
}

/** Whether a worker serves one. */
export function isHello(data: unknown): boolean {
  return (data as Hello | null | undefined)?.facegpu === 'hello';
}

/** What is heard of a worker or a channel. */
export type WorkerEvent = Event & { data?: unknown; message?: string };

/** A worker as its owner sees it, a worker's own scope, or one end of a channel. */
export interface EnginePort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(
    type: 'message' | 'error' | 'messageerror',
    listener: (event: WorkerEvent) => void,
  ): void;
  removeEventListener(type: 'error', listener: (event: WorkerEvent) => void): void;
  /** Channels hold messages back until they are started. */
  start?(): void;
  close?(): void;
}
