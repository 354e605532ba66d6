import { serveEngine } from './engine/serve.ts';

// The script of a worker: `new Worker(…, { type: 'module' })`, given to `FacePipeline.create`.
serveEngine(globalThis as unknown as Parameters<typeof serveEngine>[0]);
