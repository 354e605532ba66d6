import type { Tables } from './api/tables.ts';
import { serveWorker } from './engine/serve-worker.ts';

export { allOperators, basicOperators } from '@facegpu/nn';
export type { Tables } from './api/tables.ts';
export { allDecoders } from './detect/decoders/all.ts';
export { allLandmarkDecoders } from './landmark/decoders/all.ts';
export { compatPrograms } from './program/compat-programs.ts';

/**
 * Makes a worker of this script that serves pipelines to its page, as `@facegpu/pipeline/worker` does, for models
 * that use more than the default ones: operators and decoders are functions, and can't come from the page.
 *
 * @param tables what models may use; what the default models consist of where left out
 */
export function servePipelines(tables: Partial<Tables> = {}): void {
  serveWorker(globalThis as unknown as Parameters<typeof serveWorker>[0], tables);
}
