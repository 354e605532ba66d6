import type { Device, Tensor } from '@facegpu/kernels';
import type { Stage } from '../gpu/stage.ts';
import type { FlatIndex } from './flat-index.ts';

export interface MatchStageOptions {
  readonly index: FlatIndex;
  /** `[capacity, dimensions]`, dense, f32. */
  readonly descriptors: Tensor;
  /** One u32: how many there are. */
  readonly live: Tensor;
  /** How many neighbours are wanted of each. */
  readonly rows: number;
}

/**
 * The last step on the way to a name: what an index has nearest to the descriptors of a photo's faces. The
 * index does not grow until it is disposed of, which must be before another one is made.
 *
 * @throws FaceGpuError `out-of-memory`, `device-lost`, `disposed`
 */
export async function createMatchStage(
  device: Device,
  { index, descriptors, live, rows }: MatchStageOptions,
): Promise<Stage> {
  const { recordings, results, neighbours, release } = await index.searchOf(
    device,
    descriptors,
    live,
    rows,
  );
  return {
    name: 'match',
    inputs: [descriptors, live],
    outputs: [],
    results,
    recordings,
    read: (batch, face) => ({ neighbours: neighbours((result) => batch.values(result), face) }),
    setPhoto() {},
    rebind() {},
    dispose: release,
  };
}
