import { type Device, profile, type Timing } from '@facegpu/kernels';
import type { Plan } from '@facegpu/nn';

/** How long each node of a plan takes. */
export interface NodeTimes {
  /** What was asked: the GPU's own timestamps, or the clock of this computer around each dispatch. */
  readonly clock: 'timestamps' | 'waiting';
  /** In the order in which they run. */
  readonly nodes: readonly NodeTime[];
}

export interface NodeTime {
  readonly node: string;
  readonly shaders: readonly string[];
  readonly milliseconds: number;
}

/** Times each node once, after a run that warms up. */
export async function profileNodes(device: Device, plan: Plan): Promise<NodeTimes> {
  const isPrecise = device.has('timestamp-query');
  const timings = isPrecise
    ? await profile(device, plan.recording)
    : await waitForEach(device, plan);
  const nodes = new Map<string, { shaders: string[]; milliseconds: number }>();
  for (const { label, shader, milliseconds } of timings) {
    const node = nodes.get(label) ?? { shaders: [], milliseconds: 0 };
    node.shaders.push(shader);
    node.milliseconds += milliseconds;
    nodes.set(label, node);
  }
  return {
    clock: isPrecise ? 'timestamps' : 'waiting',
    nodes: [...nodes].map(([node, times]) => ({ node, ...times })),
  };
}

/** Submits each dispatch by itself and waits for it: that takes part in its time. */
async function waitForEach(device: Device, plan: Plan): Promise<readonly Timing[]> {
  const { gpu } = device;
  const { recording } = plan;
  const timings: Timing[] = [];
  for (const [i, { label, module }] of recording.dispatches.entries()) {
    const start = performance.now();
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    recording.encode(pass, i, i + 1);
    pass.end();
    gpu.queue.submit([encoder.finish()]);
    await gpu.queue.onSubmittedWorkDone();
    timings.push({ label, shader: module.name, milliseconds: performance.now() - start });
  }
  return timings;
}
