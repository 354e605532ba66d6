import { type Device, elementCount, FaceGpuError } from '@facegpu/kernels';
import { Random, useDevice } from '@facegpu/kernels/testing';
import {
  allOperators,
  compile,
  Model,
  metadataKey,
  type Network,
  readSafetensors,
  storeNetwork,
  writeSafetensors,
} from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';
import { buildOnnx, mutate, mutateJson, mutateOnnx, sampleModel } from '@facegpu/nn/onnx/testing';
import { describe, expect, it } from 'vitest';

/** How many of each kind: 2,000 are tried with DAMAGED_FILES=2000. */
const count = Number(process.env.DAMAGED_FILES ?? 150);
/** Networks with larger inputs are compiled, and not run. */
const mostValues = 2 ** 22;

const sample = buildOnnx(sampleModel);
const about = { name: 'sample', task: '', description: '', licence: '', origin: '', settings: {} };

/** Each file ends in a typed error, or in a network that is compiled and run. */
describe('damaged files, all the way', () => {
  const lane = useDevice();
  const patience = { timeout: 10_000 * count };

  it(`ONNX, ${count} times`, patience, async ({ task }) => {
    const device = lane.device(task.meta);
    const random = new Random(141);
    const outcomes = new Map<string, number>();
    for (let i = 0; i < count; i++) {
      const file = i % 2 === 0 ? mutate(sample, random) : mutateOnnx(sample, random);
      note(outcomes, await outcomeOf(device, async () => (await importOnnx(file)).network));
    }
    expectBoth(outcomes);
  });

  it(`model files, ${count} times`, patience, async ({ task }) => {
    const device = lane.device(task.meta);
    const { tensors, ...stored } = storeNetwork((await importOnnx(sample)).network);
    const whole = Model.serialize({ ...about, ...stored }, tensors);
    const { metadata } = readSafetensors(whole, 'the model');
    const saying = (json: string) =>
      writeSafetensors({ metadata: { [metadataKey]: json }, tensors });
    const random = new Random(142);
    const outcomes = new Map<string, number>();
    for (let i = 0; i < count; i++) {
      const isWhole = i % 2 === 1;
      const file = isWhole
        ? saying(mutateJson(metadata[metadataKey], random))
        : Uint8Array.from(mutate(whole, random));
      note(outcomes, await outcomeOf(device, async () => (await Model.parse(file)).network()));
    }
    expectBoth(outcomes);
  });
});

function note(outcomes: Map<string, number>, outcome: string): void {
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
}

function expectBoth(outcomes: ReadonlyMap<string, number>): void {
  if (process.env.DAMAGED_FILES) process.stdout.write(`${JSON.stringify([...outcomes])}\n`);
  expect(outcomes.get('ran')).toBeGreaterThan(0);
  expect(outcomes.get('bad-model')).toBeGreaterThan(0);
}

/** The code of the error that came of a file, or how far its network came. */
async function outcomeOf(device: Device, read: () => Promise<Network>): Promise<string> {
  try {
    return await use(device, await read());
  } catch (error) {
    if (error instanceof FaceGpuError && error.code !== 'gpu-error') return error.code;
    throw error;
  } finally {
    device.check();
  }
}

async function use(device: Device, network: Network): Promise<string> {
  const { inputs } = network.graph;
  const names = inputs.flatMap(({ shape }) => shape.filter((size) => typeof size === 'string'));
  const dimensions = Object.fromEntries(names.map((name) => [name, 2]));
  const plan = await compile(network, device, { operators: allOperators, dimensions });
  try {
    const sizes = inputs.map(({ name }) => [name, elementCount(plan.input(name).shape)] as const);
    if (sizes.some(([, size]) => size > mostValues)) return 'compiled';
    const values = sizes.map(([name, size]) => [name, new Float32Array(size).fill(1)]);
    await plan.run(Object.fromEntries(values));
    return 'ran';
  } finally {
    plan.dispose();
  }
}
