// One file for pages without a bundler. As the script of a worker that FacePipeline.create started,
// it serves an engine.
import { serveEngine } from './engine/serve.ts';
import { isOwnWorker } from './platform/worker-scope.ts';

export * from './index.ts';

if (isOwnWorker()) serveEngine(globalThis as unknown as Parameters<typeof serveEngine>[0]);
