import { FaceGpuError } from '@facegpu/kernels';
import { workers } from '#workers';
import { Chip } from '../api/chip.ts';
import { StampedDescriptor } from '../api/descriptor.ts';
import { isKind } from '../api/kinds.ts';
import type {
  Detection,
  LoadProgress,
  PhotoInput,
  PipelineInfo,
  PipelineOptions,
} from '../api/options.ts';
import { abortable, onAbort, throwIfAborted } from '../async/abort.ts';
import { Queue } from '../async/queue.ts';
import { type NearestRequest, otherPipeline } from '../match/gallery.ts';
import type { IndexOptions, VectorIndex } from '../match/vector-index.ts';
import { isAddress, type ModelChoice } from '../models/choice.ts';
import type { PortablePhoto } from '../platform/platform.ts';
import { type Connection, connect } from './connect.ts';
import type { ComparedFace, Engine, EngineDetectOptions, IndexKinds } from './engine.ts';
import { type Calls, fromPortableError, type PortableMatch, type Reply } from './messages.ts';
import type { RemoteIndex } from './remote-index.ts';

interface CallOptions {
  readonly transfer?: Transferable[];
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  readonly onProgress: CallOptions['onProgress'];
}

/** An engine in a worker: calls and photos go there, faces come back. */
export class RemoteEngine implements Engine {
  readonly device = undefined;
  readonly #connection: Connection;
  /** Calls leave in the order in which they come. */
  readonly #outbox = new Queue();
  readonly #waiting = new Map<number, Waiting>();
  readonly #indexes = new WeakSet<VectorIndex>();
  #info: PipelineInfo | undefined;
  #lastId = 0;
  #failure: FaceGpuError | undefined;
  #disposing: Promise<void> | undefined;

  private constructor(connection: Connection) {
    this.#connection = connection;
    connection.port.addEventListener('message', ({ data }) => this.#receive(data as Reply));
    connection.onFailure((failure) => this.#fail(failure));
  }

  /** @throws FaceGpuError `worker-failed`, and whatever creating an engine on this thread throws */
  static async create(options: PipelineOptions): Promise<RemoteEngine> {
    const { worker, device, signal, onProgress, models, ...rest } = options;
    throwIfAborted(signal);
    const connection = await connect(workers.open(worker), signal);
    const engine = new RemoteEngine(connection);
    try {
      // The worker's own address is another one.
      const portable = {
        ...portableModels(rest),
        ...(models !== undefined && { models: absolute(models) }),
      };
      engine.#info = await engine.#call('create', [portable], { signal, onProgress });
      return engine;
    } catch (error) {
      // A worker of the caller's lives on, without an engine that it may have made meanwhile.
      connection.port.postMessage({ id: ++engine.#lastId, method: 'dispose', args: [] }, []);
      connection.close();
      throw error;
    }
  }

  get info(): PipelineInfo {
    return this.#info as PipelineInfo;
  }

  async detect(
    input: PhotoInput,
    { signal, ...options }: EngineDetectOptions,
    nearest?: NearestRequest,
  ): Promise<Detection<ComparedFace>> {
    this.#check();
    const match = nearest && this.#portableMatch(nearest);
    // What the caller holds is copied now: it may be used again at once.
    const portable = workers.toPortable(input, signal);
    portable.catch(() => {});
    const sent = this.#outbox.add(async () => {
      const { photo, transfer } = await abortable(portable, signal).catch((error: unknown) => {
        portable.then(discard, () => {});
        throw error;
      });
      const reply = this.#call('detect', [photo, options, match], { signal, transfer });
      // Whoever waits for it hears of a failure.
      reply.catch(() => {});
      return { reply };
    });
    const detection = await (await abortable(sent, signal)).reply;
    return { ...detection, faces: detection.faces.map(withClasses) };
  }

  createIndex(options: IndexOptions, { remote }: IndexKinds, onDispose: () => void): RemoteIndex {
    const number = ++this.#lastId;
    const index = new remote(options, {
      number,
      call: (call) => this.#call('callIndex', [number, call]),
      onDispose,
    });
    this.#indexes.add(index);
    // Whoever uses it hears of a failure.
    this.#call('createIndex', [number, options]).catch(() => {});
    return index;
  }

  dispose(): Promise<void> {
    this.#disposing ??= this.#outbox
      .add(() => this.#call('dispose', []))
      .finally(() => this.#connection.close());
    return this.#disposing;
  }

  #portableMatch({ index, ...request }: NearestRequest): PortableMatch {
    if (!this.#indexes.has(index)) throw otherPipeline();
    return { ...request, index: (index as RemoteIndex).number };
  }

  #check(): void {
    if (this.#disposing === undefined) return;
    throw new FaceGpuError('disposed', 'the pipeline was disposed of', 'Create another one.');
  }

  async #call<Method extends keyof Calls>(
    method: Method,
    args: Parameters<Calls[Method]>,
    { transfer = [], signal, onProgress }: CallOptions = {},
  ): Promise<ReturnType<Calls[Method]>> {
    throwIfAborted(signal);
    if (this.#failure) throw this.#failure;
    const id = ++this.#lastId;
    const { port } = this.#connection;
    const result = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      port.postMessage({ id, method, args }, transfer);
    });
    const stopWaiting =
      signal && onAbort(signal, () => port.postMessage({ id, method: 'abort' }, []));
    const done = result.finally(() => stopWaiting?.());
    return abortable(done, signal) as Promise<ReturnType<Calls[Method]>>;
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if ('progress' in reply) {
      waiting.onProgress?.(reply.progress);
      return;
    }
    this.#waiting.delete(reply.id);
    if ('error' in reply) waiting.reject(fromPortableError(reply.error));
    else waiting.resolve(reply.result);
  }

  /** The worker is of no use any more. */
  #fail(failure: FaceGpuError): void {
    this.#failure = failure;
    for (const { reject } of this.#waiting.values()) reject(failure);
    this.#waiting.clear();
  }
}

/** A face as an engine on this thread gives it: classes don't travel. */
function withClasses({ chip, descriptor: _, descriptors, ...face }: ComparedFace): ComparedFace {
  const stamped = Object.entries(descriptors ?? {}).map(([name, own]) => {
    return [name, new StampedDescriptor(own)] as const;
  });
  const first = stamped[0]?.[1];
  return {
    ...face,
    ...(first && { descriptor: first, descriptors: Object.fromEntries(stamped) }),
    ...(chip && { chip: new Chip(chip) }),
  };
}

/** Lets go what nobody will receive. */
function discard({ transfer }: PortablePhoto): void {
  for (const part of transfer) (part as { close?(): void }).close?.();
}

function absolute(address: string | URL): string {
  return new URL(address, globalThis.location?.href).href;
}

/** Models by addresses that are right in the worker too. */
function portableModels<T extends PipelineOptions>(options: T): T {
  const portable = (choice: ModelChoice) =>
    isKind(choice, 'URL') || (typeof choice === 'string' && isAddress(choice))
      ? absolute(choice)
      : choice;
  const { detector, landmarker, recognizer, recognizers } = options;
  return {
    ...options,
    ...(detector && { detector: portable(detector) }),
    ...(landmarker && { landmarker: portable(landmarker) }),
    ...(recognizer && { recognizer: portable(recognizer) }),
    ...(recognizers && { recognizers: recognizers.map(portable) }),
  };
}
