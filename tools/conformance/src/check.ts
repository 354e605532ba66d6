import { type Device, elementCount, type Shape } from '@facegpu/kernels';
import { difference, Random } from '@facegpu/kernels/testing';
import { allOperators, compile } from '@facegpu/nn';
import { importOnnx } from '@facegpu/nn/onnx';
import {
  buildOnnx,
  type ElementName,
  type TestInput,
  type TestTensor,
} from '@facegpu/nn/onnx/testing';
import { expect } from 'vitest';
import type { Case, CaseInput } from './case.ts';
import { type Operand, runOnnxRuntime } from './session.ts';

/** A share of the largest magnitude of an output, for everything that ONNX Runtime computes too. */
export const tolerance = 1e-4;

/** Runs a case on a device and with ONNX Runtime, and compares all outputs. */
export async function checkCase(device: Device, kase: Case, opset: number, seed: number) {
  const { model, inputs, values } = modelOf(kase, opset, new Random(seed));
  await checkModel(device, model, inputs, {
    relative: kase.tolerance?.[0] ?? tolerance,
    values,
    fills: kase.operator === 'NonMaxSuppression',
  });
}

/** A table whose rows are counted only in the run, with rows of -1 for those that a plan has room for. */
export function filledUp(
  { shape, values }: Pick<Operand, 'shape' | 'values'>,
  room: Shape,
  fills: boolean,
) {
  const missing = (room[0] ?? 0) - (shape[0] ?? 0);
  if (!fills || missing < 0) return { shape, values };
  const rows = new Float64Array(missing * (shape[1] ?? 0)).fill(-1);
  return {
    shape: [shape[0] + missing, ...shape.slice(1)],
    values: [...Array.from(values), ...rows],
  };
}

interface CheckOptions {
  /** What outputs may be off by, as a share of their largest magnitude. */
  readonly relative?: number;
  /** Whether outputs here end in rows of -1. */
  readonly fills?: boolean;
  /** Values of inputs that the import is told. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
}

/** Runs a model on a device and with ONNX Runtime, and compares all outputs. */
export async function checkModel(
  device: Device,
  model: Uint8Array,
  inputs: Readonly<Record<string, Operand>>,
  { relative = tolerance, fills = false, values = {} }: CheckOptions = {},
) {
  const expected = await runOnnxRuntime(model, inputs);
  const { network } = await importOnnx(model, { values });
  const dimensions: Record<string, number> = {};
  for (const { name, shape } of network.graph.inputs) {
    shape.forEach((size, axis) => {
      if (typeof size === 'string') dimensions[size] = inputs[name].shape[axis];
    });
  }
  const plan = await compile(network, device, { operators: allOperators, dimensions });
  try {
    const given = network.graph.inputs.map(({ name }) => [name, inputs[name].values]);
    const results = await plan.run(Object.fromEntries(given));
    for (const [name, operand] of Object.entries(expected)) {
      const { shape, values } = filledUp(operand, plan.output(name).shape, fills);
      expect(plan.output(name).shape, name).toEqual(shape);
      expect(difference(results[name], values, shape, { relative }), name).toBeUndefined();
    }
  } finally {
    plan.dispose();
  }
}

/** A case as a model of one node, with values for its inputs. */
function modelOf(
  { operator, domain, attributes, inputs, outputs = ['float'] }: Case,
  opset: number,
  random: Random,
) {
  const given: TestInput[] = [];
  const operands: Record<string, Operand> = {};
  const initializers: Record<string, TestTensor> = {};
  const values: Record<string, ArrayLike<number>> = {};
  const names = inputs.map((entry, i) => {
    if (entry === null) return '';
    const { shape, type = 'float', constant, names: axes } = entry;
    const name = `input ${i}`;
    const tensor = { type, shape, values: entry.values ?? drawn(entry, type, random) };
    if (constant) {
      initializers[name] = tensor;
    } else {
      given.push({ name, type, shape: shape.map((size, axis) => axes?.[axis] || size) });
      operands[name] = tensor;
      if (entry.early) values[name] = tensor.values;
    }
    return name;
  });
  const results = outputs.map((type, i) => (type === null ? null : { name: `output ${i}`, type }));
  const model = buildOnnx({
    opset,
    inputs: given,
    initializers,
    nodes: [
      {
        operator,
        ...(domain && { domain }),
        inputs: names,
        outputs: results.map((result) => result?.name ?? ''),
        ...(attributes && { attributes }),
      },
    ],
    outputs: results.filter((result) => result !== null),
  });
  return { model, inputs: operands, values };
}

function drawn({ shape, low, high }: CaseInput, type: ElementName, random: Random): Float64Array {
  const isReal = ['float', 'float16', 'double', 'bfloat16'].includes(type);
  const [least, most] = type === 'bool' ? [0, 1] : [low ?? -1, high ?? (isReal ? 1 : 9)];
  return Float64Array.from({ length: elementCount(shape) }, () => {
    return isReal
      ? random.uniform(least, most)
      : random.integer(Math.max(least, type.startsWith('u') ? 0 : least), most);
  });
}
