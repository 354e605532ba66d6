import { serveWorker } from './engine/serve-worker.ts';
import { compatPrograms } from './program/compat-programs.ts';

// The script of a worker: `new Worker(…, { type: 'module' })`, given to `FacePipeline.create`.
serveWorker(globalThis as unknown as Parameters<typeof serveWorker>[0], { compatPrograms });
