// One file for pages without a bundler. As the script of a worker, it serves engines to the page.
import { serveWorker } from './engine/serve-worker.ts';
import { compatPrograms } from './program/compat-programs.ts';

export * from './index.ts';

if ('DedicatedWorkerGlobalScope' in globalThis) {
  serveWorker(globalThis as unknown as Parameters<typeof serveWorker>[0], { compatPrograms });
}
