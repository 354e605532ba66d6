import { FaceGpuError } from '@facegpu/kernels';
import type { DescriptorIndex } from '../gallery/descriptor-index.ts';
import { LocalEngine } from './local-engine.ts';
import { type EnginePort, type Request, toPortableError } from './messages.ts';

/** Makes one engine when it is asked to, and lets the other end of the channel use it. */
export function serveEngine(port: EnginePort): void {
  const indexes = new Map<number, DescriptorIndex>();
  const aborts = new Map<number, AbortController>();
  let engine: LocalEngine | undefined;

  const answer = async (
    request: Exclude<Request, { method: 'abort' }>,
    signal: AbortSignal,
  ): Promise<unknown> => {
    if (request.method === 'create') {
      const onProgress = (progress: unknown) => port.postMessage({ id: request.id, progress }, []);
      engine = await LocalEngine.create({ ...request.args[0], signal, onProgress });
      return engine.info;
    }
    if (request.method === 'dispose') return engine?.dispose();
    if (!engine) throw new FaceGpuError('disposed', 'there is no engine', 'Create a pipeline.');
    switch (request.method) {
      case 'detect': {
        const [photo, options] = request.args;
        try {
          return await engine.detect(photo, { ...options, signal });
        } finally {
          // Frames and bitmaps were made for this call.
          (photo as { close?(): void }).close?.();
        }
      }
      case 'createIndex':
        indexes.set(request.args[0], engine.createIndex());
        return undefined;
      case 'add':
        return indexes.get(request.args[0])?.add(request.args[1]);
      case 'nearest':
        return indexes.get(request.args[0])?.nearest(request.args[1], request.args[2]);
      case 'disposeIndex':
        await indexes.get(request.args[0])?.dispose();
        indexes.delete(request.args[0]);
        return undefined;
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
      port.postMessage({ id, result: await answer(request, abort.signal) }, []);
    } catch (error) {
      port.postMessage({ id, error: toPortableError(error) }, []);
    } finally {
      aborts.delete(id);
    }
  };

  port.addEventListener('message', ({ data }) => void receive(data as Request));
  port.start?.();
}
