import type { Tables } from '../api/tables.ts';
import { type EnginePort, type Hello, isConnect } from './messages.ts';
import { serveEngine } from './serve.ts';

/**
 * Serves an engine to each page's pipeline that connects; other messages are left to others.
 *
 * @param tables what models may use, besides what the platform has
 */
export function serveWorker(scope: EnginePort, tables: Partial<Tables> = {}): void {
  scope.addEventListener('message', ({ data }) => {
    if (!isConnect(data)) return;
    serveEngine(data.port, tables);
    data.port.postMessage({ facegpu: 'hello' } satisfies Hello, []);
  });
  scope.start?.();
}
