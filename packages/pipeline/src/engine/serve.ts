import { FaceGpuError } from '@facegpu/kernels';
import type { Tables } from '../api/tables.ts';
import { FlatIndex } from '../match/flat-index.ts';
import type { VectorIndex } from '../match/vector-index.ts';
import { LocalEngine } from './local-engine.ts';
import { type EnginePort, type IndexCall, type Request, toPortableError } from './messages.ts';

/** Makes one engine when it is asked to, and lets the other end of the channel use it. */
export function serveEngine(port: EnginePort, tables: Partial<Tables> = {}): void {
  const indexes = new Map<number, VectorIndex>();
  const aborts = new Map<number, AbortController>();
  let engine: LocalEngine | undefined;

  const indexOf = (number: number): VectorIndex => {
    const index = indexes.get(number);
    if (index) return index;
    throw new FaceGpuError('disposed', 'there is no index', 'Create another one.');
  };

  const answer = async (
    request: Exclude<Request, { method: 'abort' }>,
    signal: AbortSignal,
  ): Promise<unknown> => {
    if (request.method === 'create') {
      const onProgress = (progress: unknown) => port.postMessage({ id: request.id, progress }, []);
      engine = await LocalEngine.create({ ...request.args[0], ...tables, signal, onProgress });
      return engine.info;
    }
    if (request.method === 'dispose') return engine?.dispose();
    if (!engine) throw new FaceGpuError('disposed', 'there is no engine', 'Create a pipeline.');
    switch (request.method) {
      case 'detect': {
        const [photo, options, match] = request.args;
        try {
          const request = match && { ...match, index: indexOf(match.index) };
          return await engine.detect(photo, { ...options, signal }, request);
        } finally {
          // Frames and bitmaps were made for this call.
          (photo as { close?(): void }).close?.();
        }
      }
      case 'createIndex': {
        const [number, options] = request.args;
        indexes.set(
          number,
          engine.createIndex(options, { local: FlatIndex }, () => indexes.delete(number)),
        );
        return undefined;
      }
      case 'callIndex': {
        const [number, call] = request.args;
        return callIndex(indexOf(number), call);
      }
    }
  };

  const receive = async (request: Request): Promise<void> => {
    const { id } = request;
    if (request.method === 'abort') {
      aborts.get(id)?.abort();
      return;
    }
    const abort = new AbortController();
    aborts.set(id, abort);
    try {
      const result = await answer(request, abort.signal);
      // What an index answers is made for the caller: it is handed over.
      port.postMessage({ id, result }, request.method === 'callIndex' ? buffersOf(result) : []);
    } catch (error) {
      port.postMessage({ id, error: toPortableError(error) }, []);
    } finally {
      aborts.delete(id);
    }
  };

  port.addEventListener('message', ({ data }) => void receive(data as Request));
  port.start?.();
}

function callIndex(index: VectorIndex, call: IndexCall): Promise<unknown> {
  switch (call.method) {
    case 'reserve':
      return index.reserve(...call.args);
    case 'add': {
      // What was posted is a copy.
      const [vectors, ids] = call.args;
      return index.add(vectors, ids, { own: true });
    }
    case 'remove':
      return index.remove(...call.args);
    case 'search':
      return index.search(...call.args);
    case 'range':
      return index.range(...call.args);
    case 'reconstruct':
      return index.reconstruct(...call.args);
    case 'dispose':
      return index.dispose();
  }
}

/** The memory of an array, or of the arrays of an object. */
function buffersOf(result: unknown): ArrayBuffer[] {
  const parts = ArrayBuffer.isView(result) ? [result] : Object.values(result ?? {});
  return parts.filter(ArrayBuffer.isView).map(({ buffer }) => buffer as ArrayBuffer);
}
