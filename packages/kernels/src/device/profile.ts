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
 * @throws FaceGpuError `unsupported-op` where the adapter has no timestamps.
 */
export async function profile(device: Device, recording: Recording): Promise<Timing[]> {
  if (!device.has('timestamp-query')) {
    throw new FaceGpuError(
      'unsupported-op',
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
  const querySet = gpu.createQuerySet({ type: 'timestamp', count });
  const { QUERY_RESOLVE, COPY_SRC } = BufferUsage;
  const buffer = device.createBuffer('timestamps', count * 8, QUERY_RESOLVE | COPY_SRC);
  try {
    await device.guard('profiling', () => {
      const encoder = gpu.createCommandEncoder();
      for (let i = begin; i < end; i++) {
        const query = 2 * (i - begin);
        const timestampWrites = {
          querySet,
          beginningOfPassWriteIndex: query,
          endOfPassWriteIndex: query + 1,
        };
        const pass = encoder.beginComputePass({ timestampWrites });
        recording.encode(pass, i, i + 1);
        pass.end();
      }
      encoder.resolveQuerySet(querySet, 0, count, buffer, 0);
      gpu.queue.submit([encoder.finish()]);
    });
    const times = new BigUint64Array(await device.read({ buffer, offset: 0, size: count * 8 }));
    return recording.dispatches.slice(begin, end).map(({ label, module }, i) => ({
      label,
      shader: module.name,
      milliseconds: Number((times[2 * i + 1] as bigint) - (times[2 * i] as bigint)) / 1e6,
    }));
  } finally {
    querySet.destroy();
    device.freeBuffer(buffer);
  }
}
