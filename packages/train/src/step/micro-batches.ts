import {
  elementCount,
  FaceGpuError,
  owning,
  requireStorage,
  type Shape,
  type Tensor,
} from '@facegpu/kernels';
import {
  compile,
  type Dimensions,
  inferTypes,
  inputUpdates,
  type Plan,
  type Values,
} from '@facegpu/nn';
import { networkBehind, networkUpTo, requireSeparateRows } from './cut-network.ts';
import { backwardPart, lossPart, type StepPart, updatePart } from './micro-parts.ts';
import type { StepProgram, StepSpec } from './step-program.ts';
import { SharedTensors } from './tensors.ts';

/** How a batch is divided. */
export interface MicroBatchOptions {
  /** The name of the axis, the first one of inputs, that the rows of a batch lie along. */
  readonly axis: string;
  /** How many rows are computed at once: a divisor of all. */
  readonly size: number;
  /** The name of the value, a row for each of the batch, behind which the loss compares rows: the descriptors. */
  readonly rows: string;
}

/**
 * A step whose batch is larger than memory (gradient caching, Gao 2021): rows are computed in micro-batches of which
 * nothing else is kept, the loss and its gradient for the rows are those of the whole batch, and then each
 * micro-batch is computed once more, passed through backwards, and the gradients of the weights are added up. The
 * step is that of the whole batch, but for rounding; it costs a second forward. Each micro-batch is a submit.
 *
 * @throws FaceGpuError `bad-argument` where the batch isn't divided evenly, or at no such value;
 * `unsupported-feature` where rows of a batch meet in front of it, as in batch-norm; and as `differentiate` and
 * `compile` do
 */
export function microBatches(
  spec: StepSpec,
  { axis, size, rows }: MicroBatchOptions,
): Promise<StepProgram> {
  const { device, network, dimensions, operators, weights, trained } = spec;
  const count = Object.hasOwn(dimensions, axis) ? dimensions[axis] : 0;
  if (!(Number.isInteger(size) && size > 0 && count > 0 && count % size === 0)) {
    throw unevenParts(axis, count, size);
  }
  const { shape, dtype } = inferTypes(network, operators, dimensions).get(rows) ?? {};
  if (dtype !== 'f32' || shape?.[0] !== count) throw noRows(rows, axis, count);
  const few = { ...dimensions, [axis]: size };
  const body = networkUpTo(network, rows);
  const divided = body.graph.inputs.flatMap(({ name, shape }) => (shape[0] === axis ? name : []));
  requireSeparateRows(body, operators, few, divided);
  const head = networkBehind(network, body, { name: rows, shape, dtype });
  const passed = {
    rows,
    rowGradient: `gradient of ${rows}`,
    sums: new Map(trained.map((weight) => [weight, `sum of gradients of ${weight}`])),
  };
  return owning(async (owner) => {
    const keep = async (label: string, shapes: readonly (readonly [string, Shape])[]) => {
      return owner.keep(await SharedTensors.create(device, label, new Map(shapes)));
    };
    const cache = await keep('rows', [
      [rows, shape],
      [passed.rowGradient, shape],
    ]);
    const piece = await keep('gradient of a micro-batch', [
      [passed.rowGradient, [size, ...shape.slice(1)]],
    ]);
    const sums = await keep(
      'sums of gradients',
      [...passed.sums].map(([weight, sum]) => [sum, weights.get(weight)?.shape ?? []]),
    );
    const planOf = async (
      { network, updates }: StepPart,
      sizes: Dimensions,
      ...own: readonly ReadonlyMap<string, Tensor>[]
    ): Promise<Plan> => {
      const { graph, constants } = network;
      const outputs = [...new Set([...graph.outputs, ...updates.values()])];
      const given = new Map([spec.given, ...own].flatMap((tensors) => [...tensors]));
      return owner.keep(
        await compile({ graph: { ...graph, outputs }, constants }, device, {
          operators,
          dimensions: sizes,
          given,
          updates: inputUpdates(updates),
        }),
      );
    };
    const forward = await planOf({ network: body, updates: new Map() }, few);
    const compare = await planOf(
      lossPart(spec, head, passed),
      dimensions,
      cache.tensors,
      sums.tensors,
    );
    const backward = await planOf(
      backwardPart(spec, body, passed, few),
      few,
      piece.tensors,
      sums.tensors,
    );
    const update = await planOf(updatePart(spec, passed), {}, sums.tensors);

    const cached = (name: string) => cache.tensors.get(name) as Tensor;
    const [allRows, allGradients] = [cached(rows), cached(passed.rowGradient)];
    const [someGradients] = piece.tensors.values();
    const bytes = 4 * size * elementCount(shape.slice(1));
    /** What no plan sets before it is added to. */
    const added = [...sums.tensors].flatMap(([name, tensor]) =>
      compare.inputs.has(name) ? [] : tensor,
    );
    const firsts = Array.from({ length: count / size }, (_, i) => i * size);
    const submit = (record: (encoder: GPUCommandEncoder) => void) => {
      const encoder = device.gpu.createCommandEncoder();
      record(encoder);
      device.gpu.queue.submit([encoder.finish()]);
    };
    const encode = (encoder: GPUCommandEncoder, plan: Plan) => {
      const pass = encoder.beginComputePass();
      plan.encode(pass);
      pass.end();
    };
    let values: Values = {};
    let lastLoss = 0;
    const write = (plan: Plan, first: number) => {
      for (const [name, all] of Object.entries(values)) {
        if (!plan.inputs.has(name)) continue;
        plan.write(name, divided.includes(name) ? rowsFrom(plan, name, all, first) : all);
      }
    };
    return {
      async run(given, rates, prepare) {
        values = { ...values, ...given };
        await device.guard('embedding micro-batches', () => {
          for (const first of firsts) {
            prepare?.(first);
            write(forward, first);
            submit((encoder) => {
              encode(encoder, forward);
              copyRows(encoder, forward.output(rows), 0, allRows, (first / size) * bytes, bytes);
            });
          }
        });
        const own = Object.entries(values).filter(([name]) => compare.inputs.has(name));
        const results = await compare.run(Object.fromEntries(own));
        await device.guard('passing micro-batches backwards', () => {
          submit((encoder) => {
            for (const tensor of added) {
              const { buffer, offset, size } = requireStorage('sum', tensor);
              encoder.clearBuffer(buffer, offset, size);
            }
          });
          for (const first of firsts) {
            prepare?.(first);
            write(backward, first);
            submit((encoder) => {
              copyRows(encoder, allGradients, (first / size) * bytes, someGradients, 0, bytes);
              encode(encoder, backward);
            });
          }
          for (const [name, rate] of Object.entries(rates)) update.write(name, rate);
          submit((encoder) => encode(encoder, update));
        });
        lastLoss = results[spec.loss][0];
        return results;
      },
      async firstNotFinite() {
        const values = (await cache.read()).get(rows) ?? new Float32Array();
        const width = values.length / count;
        const bad = Array.from({ length: count }, (_, row) => row).filter((row) => {
          return !values.subarray(row * width, (row + 1) * width).every(Number.isFinite);
        });
        if (bad.length > 0) return { value: rows, rows: { bad, count } };
        return Number.isFinite(lastLoss) ? undefined : { value: spec.loss };
      },
      dispose: () => owner.dispose(),
    };
  });
}

/** The values of an input that begin with those of a row. */
function rowsFrom(plan: Plan, name: string, all: ArrayLike<number>, first: number): Float64Array {
  const { shape } = plan.input(name);
  const start = first * elementCount(shape.slice(1));
  return Float64Array.from({ length: elementCount(shape) }, (_, i) => all[start + i]);
}

function copyRows(
  encoder: GPUCommandEncoder,
  from: Tensor,
  fromByte: number,
  to: Tensor,
  toByte: number,
  bytes: number,
): void {
  const [source, target] = [requireStorage('rows', from), requireStorage('rows', to)];
  encoder.copyBufferToBuffer(
    source.buffer,
    source.offset + fromByte,
    target.buffer,
    target.offset + toByte,
    bytes,
  );
}

function unevenParts(axis: string, count: number, size: number): FaceGpuError {
  const whole = Array.from({ length: count }, (_, i) => i + 1).filter((n) => count % n === 0);
  return new FaceGpuError(
    'bad-argument',
    `a "${axis}" of ${count} cannot be divided into micro-batches of ${size}`,
    whole.length > 0 ? `Give one of ${whole.join(', ')}.` : `Give "${axis}" a size.`,
  );
}

function noRows(rows: string, axis: string, count: number): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `"${rows}" has no row of f32 for each of the ${count} of "${axis}"`,
    'Name the value behind which the loss compares rows.',
  );
}
