import { FaceGpuError } from '../errors.ts';
import type { Device } from './device.ts';
import type { Recording } from './recording.ts';
import { BufferUsage } from './usage.ts';

/** How long a dispatch took on the GPU. */
export interface Timing {
  readonly label: string;
  readonly shader: string;
  readonly milliseconds: number;
}

/** A query set holds 4,096 timestamps, two for each dispatch. */
const batchSize = 2048;

/**
 * Runs a recording once, a pass for each dispatch, and returns the time of each. The sum is larger
 * than a plain run's time: passes have a cost of their own.
 *
 * @throws FaceGpuError `unsupported-feature` where the adapter has no timestamps, `out-of-memory`
 */
export async function profile(device: Device, recording: Recording): Promise<Timing[]> {
  if (!device.has('timestamp-query')) {
    throw new FaceGpuError(
      'unsupported-feature',
      `${device.info.name} has no timestamps`,
      'Measure whole runs instead, or use an adapter with the feature "timestamp-query".',
    );
  }
  const timings: Timing[] = [];
  for (let begin = 0; begin < recording.length; begin += batchSize) {
    const end = Math.min(begin + batchSize, recording.length);
    timings.push(...(await profileBatch(device, recording, begin, end)));
  }
  return timings;
}

async function profileBatch(
  device: Device,
  recording: Recording,
  begin: number,
  end: number,
): Promise<Timing[]> {
  const { gpu } = device;
  const count = 2 * (end - begin);
  const usage = BufferUsage.QUERY_RESOLVE | BufferUsage.COPY_SRC;
  const [buffer] = await device.createBuffers([{ label: 'timestamps', size: count * 8, usage }]);
  let querySet: GPUQuerySet | undefined;
  try {
    await device.guard('profiling', () => {
      const queries = gpu.createQuerySet({ type: 'timestamp', count });
      querySet = queries;
      const encoder = gpu.createCommandEncoder();
      for (let i = begin; i < end; i++) {
        const query = 2 * (i - begin);
        const timestampWrites = {
          querySet: queries,
          beginningOfPassWriteIndex: query,
          endOfPassWriteIndex: query + 1,
        };
        const pass = encoder.beginComputePass({ timestampWrites });
        recording.encode(pass, i, i + 1);
        pass.end();
      }
      encoder.resolveQuerySet(queries, 0, count, buffer, 0);
      gpu.queue.submit([encoder.finish()]);
    });
    const times = new BigUint64Array(await device.read({ buffer, offset: 0, size: count * 8 }));
    return recording.dispatches.slice(begin, end).map(({ label, module }, i) => ({
      label,
      shader: module.name,
      milliseconds: Number(times[2 * i + 1] - times[2 * i]) / 1e6,
    }));
  } finally {
    querySet?.destroy();
    device.freeBuffer(buffer);
  }
}
