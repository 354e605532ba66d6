import { FaceGpuError } from '@facegpu/kernels';
import { abortable } from '../async/abort.ts';
import type { WorkerHandle } from '../platform/platform.ts';
import { type EnginePort, type Hello, isHello, type WorkerEvent } from './messages.ts';

/** How long a worker has for its script to load and to answer, in milliseconds. */
export const patience = 30_000;

export interface Connection {
  /** Where the engine is: nobody else speaks there. */
  readonly port: EnginePort;
  /** Hears why the channel is of no use any more. */
  onFailure(listener: (failure: FaceGpuError) => void): void;
  /** Lets the port go, and the worker where it was started for this. */
  close(): void;
}

/**
 * Opens a channel to an engine in a worker, and waits until that has said hello. A worker may have
 * several, and messages of its own besides.
 *
 * @throws FaceGpuError `worker-failed` where the worker fails or says nothing, `aborted`
 */
export async function connect(worker: WorkerHandle, signal?: AbortSignal): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  const port: EnginePort = port1;
  let fail = (_: FaceGpuError): void => {};
  const onError = (event: WorkerEvent) => {
    event.preventDefault();
    fail(failed(event.message || 'its script can’t be loaded'));
  };
  const stopListening = () => worker.port.removeEventListener('error', onError);
  const close = () => {
    stopListening();
    port.close?.();
    worker.close();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hello = new Promise<void>((resolve, reject) => {
    fail = reject;
    timer = setTimeout(() => reject(silent()), patience);
    worker.port.addEventListener('error', onError);
    port.addEventListener('message', ({ data }) => isHello(data) && resolve());
  });
  port.start?.();
  worker.port.postMessage({ facegpu: 'connect', port: port2 } satisfies Hello, [port2]);
  try {
    await abortable(hello, signal);
  } catch (error) {
    close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
  // What else goes wrong in a worker of the caller's own is none of our business.
  if (!worker.owned) stopListening();
  port.addEventListener('messageerror', () => fail(failed('a message arrived damaged')));
  const onFailure: Connection['onFailure'] = (listener) => {
    fail = listener;
  };
  return { port, onFailure, close };
}

function failed(reason: string): FaceGpuError {
  return new FaceGpuError(
    'worker-failed',
    `the worker failed: ${reason}`,
    'Check its address, that it is a module with @facegpu/pipeline/worker, and that the page’s Content-Security-Policy allows it (worker-src).',
  );
}

function silent(): FaceGpuError {
  return new FaceGpuError(
    'worker-failed',
    `the worker has said nothing for ${patience / 1000} seconds`,
    'Give one whose script imports @facegpu/pipeline/worker at once, or is facegpu.min.js: other scripts serve no pipeline.',
  );
}
