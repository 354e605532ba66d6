import { Device, FaceGpuError } from '@facegpu/kernels';
import { faceGpuExecutor } from '../executors/facegpu.ts';
import { tfjsWebgpuExecutor } from '../executors/tfjs.ts';
import type { Effort } from '../measure.ts';
import { runWork } from '../suite.ts';
import type { Setting, Work } from '../work.ts';
import { messageOf, type Section, type SectionContext } from './section.ts';

/** Fewer and shorter turns than a whole benchmark has: there are minutes for all. */
const usual: Effort = { rounds: 5, turn: 300, most: 1500 };

/** A section that measures works on one device, TensorFlow.js beside ours. */
export function measuring(
  makeWorks: () => readonly Work[] | Promise<readonly Work[]>,
  effort = usual,
): Section {
  return async (context) => {
    const device = await Device.acquire();
    const ours = faceGpuExecutor(device);
    const executors = [ours, ...(await peersOf(device, context))];
    for (const work of await makeWorks()) {
      if (Date.now() >= context.deadline) context.send({ kind: 'left out', what: work.name });
      else if (!(await measureWork(work, { device, executors }, effort, context))) {
        // What a peer can't do, or does otherwise, is timed without it.
        await measureWork(work, { device, executors: [ours] }, effort, context);
      }
    }
  };
}

async function peersOf(device: Device, { send }: SectionContext) {
  try {
    return [await tfjsWebgpuExecutor(device)];
  } catch (error) {
    send({ kind: 'failed', what: 'TensorFlow.js', why: messageOf(error) });
    return [];
  }
}

/**
 * @returns whether it went well
 * @throws FaceGpuError `device-lost`: nothing more can be measured in this process
 */
async function measureWork(
  work: Work,
  setting: Setting,
  effort: Effort,
  { send }: SectionContext,
): Promise<boolean> {
  send({ kind: 'begun', what: work.name });
  try {
    const result = await runWork(work, setting, setting.device.info.name, effort);
    send({ kind: 'result', result });
    return true;
  } catch (error) {
    if (error instanceof FaceGpuError && error.code === 'device-lost') throw error;
    send({ kind: 'failed', what: work.name, why: messageOf(error) });
    return false;
  }
}
