import { type EnginePort, type Hello, isConnect } from './messages.ts';
import { serveEngine, type Tables } from './serve.ts';

/**
 * Serves an engine to each page's pipeline that connects; other messages are left to others.
 *
 * @param tables what models may use, besides what the platform has
 */
export function serveWorker(scope: EnginePort, tables: Tables = {}): void {
  scope.addEventListener('message', ({ data }) => {
    if (!isConnect(data)) return;
    serveEngine(data.port, tables);
    data.port.postMessage({ facegpu: 'hello' } satisfies Hello, []);
  });
  scope.start?.();
}
