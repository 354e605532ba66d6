/** What workers are called that FacePipeline.create starts. */
export const workerName = 'facegpu';

/** Whether this script runs as such a worker. */
export function isOwnWorker(): boolean {
  return 'WorkerGlobalScope' in globalThis && (globalThis as { name?: string }).name === workerName;
}
