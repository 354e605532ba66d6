import { type EnginePort, type Hello, isConnect } from './messages.ts';
import { serveEngine } from './serve.ts';

/** Serves an engine to each page's pipeline that connects; other messages are left to others. */
export function serveWorker(scope: EnginePort): void {
  scope.addEventListener('message', ({ data }) => {
    if (!isConnect(data)) return;
    serveEngine(data.port);
    data.port.postMessage({ facegpu: 'hello' } satisfies Hello, []);
  });
  scope.start?.();
}
