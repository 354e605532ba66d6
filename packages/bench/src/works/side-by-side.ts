import { requireAgreement } from '../agree.ts';
import { CannotRun, type LoadedNetwork, type Tensors } from '../executors/executor.ts';
import type { PreparedWork } from '../work.ts';

/** Someone who runs a network. */
export interface Entrant {
  readonly name: string;
  /** @throws CannotRun where there is no way to on this machine */
  load(): Promise<LoadedNetwork>;
}

/**
 * Has everyone load a network, run it twice, and get the same numbers as the first. Who can't is left
 * out.
 *
 * @param entrants ours first
 * @throws FaceGpuError `gpu-error` where one disagrees
 */
export async function sideBySide(
  title: string,
  inputs: Tensors,
  entrants: readonly Entrant[],
): Promise<PreparedWork> {
  const loaded: { name: string; runner: LoadedNetwork }[] = [];
  let ours: Tensors | undefined;
  for (const entrant of entrants) {
    const runner = await loadOrLeaveOut(entrant);
    if (!runner) continue;
    await runner.run(inputs);
    const outputs = await runner.run(inputs);
    if (ours) requireAgreement(entrant.name, title, ours, outputs);
    else ours = outputs;
    loaded.push({ name: entrant.name, runner });
  }
  return {
    contenders: loaded.map(({ name, runner }) => ({ name, run: () => runner.run(inputs) })),
    async dispose() {
      for (const { runner } of loaded) await runner.dispose();
    },
  };
}

async function loadOrLeaveOut(entrant: Entrant): Promise<LoadedNetwork | undefined> {
  try {
    return await entrant.load();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.warn(error.message);
    return undefined;
  }
}
