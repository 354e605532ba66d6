import type { Device } from '../device/device.ts';
import { prepare } from '../device/prepare.ts';
import { Recording } from '../device/recording.ts';
import { uploadTensor } from '../device/storage.ts';
import { BufferUsage } from '../device/usage.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { type DType, decode, encode, type RealType } from '../tensor/dtype.ts';
import {
  byteLength,
  ConstantTensor,
  elementCount,
  formatShape,
  type Layout,
  type Shape,
  storedCount,
  Tensor,
} from '../tensor/tensor.ts';
import { roundTo, toLogical, toStored } from '../tensor/values.ts';
import type { ChannelAffine, Weight, WeightType } from '../tensor/weight.ts';
import { difference, type Tolerance } from './compare.ts';
import { fold } from './fold.ts';
import type { Random } from './random.ts';

/** A quiet NaN with a message: what outputs and padding lanes hold before a kernel writes them. */
const poison = 0x7fc0dead;
const guardBytes = 256;
const usage = BufferUsage.STORAGE | BufferUsage.COPY_SRC | BufferUsage.COPY_DST;

/** A tensor on the GPU and the values that were put there, as the tensor holds them. */
export interface Input {
  readonly tensor: Tensor;
  /** Logical values, row-major. */
  readonly values: Float64Array;
}

/** Weights on the GPU, and the values that they stand for. */
export interface StoredWeight extends Weight {
  /** Row-major. */
  readonly values: Float64Array;
}

export interface WeightOptions {
  /** What is stored. */
  readonly values?: ArrayLike<number> | undefined;
  /** What it is stored in; the element type of the test unless told. */
  readonly dtype?: WeightType | undefined;
  readonly affine?: ChannelAffine | undefined;
  /** Whether they are a tensor that may change between runs. */
  readonly changing?: boolean | undefined;
}

export interface FixtureOptions {
  readonly real: RealType;
  readonly random: Random;
  readonly skip: (note: string) => never;
  /** Folds workgroups, see {@link fold}. */
  readonly folded?: boolean | undefined;
  /** Puts a NaN and both infinities among the values of the first input. */
  readonly notFinite?: boolean | undefined;
}

/**
 * What a kernel's test works with. Tensors end in guard words, outputs start poisoned; whatever the
 * test allocates is freed when it ends, and a leak or an error that nobody caught fails it.
 */
export class KernelFixture {
  readonly device: Device;
  readonly real: RealType;
  readonly random: Random;
  /** Ends the test as skipped. The note names what the adapter lacks. */
  readonly skip: (note: string) => never;
  readonly #folded: boolean;
  #notFinite: boolean;
  readonly #tensors: Tensor[] = [];
  readonly #buffers: GPUBuffer[] = [];

  constructor(device: Device, options: FixtureOptions) {
    this.device = device;
    this.real = options.real;
    this.random = options.random;
    this.skip = options.skip;
    this.#folded = options.folded ?? false;
    this.#notFinite = options.notFinite ?? false;
  }

  /** A tensor with given values, or with random ones in [-1, 1). */
  input(shape: Shape, layout: Layout, values?: ArrayLike<number>, dtype: DType = this.real): Input {
    const tensor = this.#tensor('input', shape, layout, dtype);
    const logical = roundTo(values ?? this.values(elementCount(shape)), dtype);
    const isReal = dtype === 'f32' || dtype === 'f16';
    if (this.#notFinite && isReal) {
      this.#notFinite = false;
      for (const special of [NaN, Infinity, -Infinity]) {
        logical[this.random.integer(0, logical.length - 1)] = special;
      }
    }
    // Padding lanes hold NaN where the dtype has one.
    const padding = isReal ? NaN : 0xdead;
    uploadTensor(this.device, tensor, encode(toStored(logical, tensor, padding), dtype));
    return { tensor, values: logical };
  }

  /** Writes other random values to a tensor, and returns them as it holds them. */
  rewrite(tensor: Tensor): Float64Array {
    const values = roundTo(this.values(elementCount(tensor.shape)), tensor.dtype);
    uploadTensor(this.device, tensor, encode(toStored(values, tensor, NaN), tensor.dtype));
    return values;
  }

  /** Random values in [low, high). */
  values(count: number, low = -1, high = 1): Float64Array {
    return this.random.values(count, low, high);
  }

  output(shape: Shape, layout: Layout, dtype: DType = this.real): Tensor {
    return this.#tensor('output', shape, layout, dtype);
  }

  /** Weights with given values, or with random ones in [-1, 1); constant unless told. */
  weight(shape: Shape, options: WeightOptions = {}): StoredWeight {
    const { dtype = this.real, affine, changing = false } = options;
    const stored = roundTo(options.values ?? this.values(elementCount(shape)), dtype);
    const spec = { shape, dtype, layout: 'dense' } as const;
    const tensor = changing
      ? this.input(shape, 'dense', stored, dtype).tensor
      : new ConstantTensor('weight', spec, encode(stored, dtype));
    const channels = shape.at(-1) ?? 1;
    const values = affine
      ? stored.map((value, i) => value * affine.scale[i % channels] + affine.offset[i % channels])
      : stored;
    return { tensor, affine, values };
  }

  /** Runs dispatches in order; scratch, constant and derived tensors get room by themselves. */
  async run(dispatches: readonly Dispatch[]): Promise<void> {
    const recording = await this.record(dispatches);
    await this.device.guard('running a test', () => recording.run());
    recording.dispose();
  }

  /** Dispatches to be run more than once; the caller disposes of the recording. */
  async record(dispatches: readonly Dispatch[]): Promise<Recording> {
    const prepared = await prepare(this.device, 'scratch', dispatches);
    this.#buffers.push(...prepared.buffers);
    return await Recording.create(
      this.device,
      'test',
      this.#folded ? fold(prepared.dispatches) : prepared.dispatches,
    );
  }

  /** The logical values of a tensor. Fails where its guard words were overwritten. */
  async read(tensor: Tensor): Promise<Float64Array> {
    const { buffer } = storageOf(tensor);
    const bytes = await this.device.read({ buffer, offset: 0, size: buffer.size });
    const size = byteLength(tensor);
    for (const word of new Uint32Array(bytes.slice(size))) {
      if (word !== poison) throw new Error(`${tensor.label}: wrote past the end of its buffer`);
    }
    const stored = decode(bytes.slice(0, size), tensor.dtype).subarray(0, storedCount(tensor));
    return Float64Array.from(toLogical(stored, tensor));
  }

  /** Compares a tensor with its reference. */
  async compare(
    tensor: Tensor,
    reference: ArrayLike<number>,
    tolerance: Tolerance = tolerances[this.real],
  ): Promise<void> {
    this.compareValues(await this.read(tensor), reference, tensor.shape, tolerance);
  }

  /**
   * Compares a tensor with its reference, but only the first images of the batch: those beyond the
   * live ones may hold anything. All where `live` is left out.
   */
  async compareLive(
    tensor: Tensor,
    reference: Float64Array,
    live: number | undefined,
    tolerance?: Tolerance,
  ): Promise<void> {
    const shape = [live ?? tensor.shape[0], ...tensor.shape.slice(1)];
    const count = elementCount(shape);
    const got = (await this.read(tensor)).subarray(0, count);
    this.compareValues(got, reference.subarray(0, count), shape, tolerance);
  }

  /** One u32 that says how many images are live, or nothing where all are. */
  live(count: number | undefined): Tensor | undefined {
    return count === undefined ? undefined : this.input([1], 'dense', [count], 'u32').tensor;
  }

  /** Compares logical values with their reference. */
  compareValues(
    values: ArrayLike<number>,
    reference: ArrayLike<number>,
    shape: Shape,
    tolerance: Tolerance = tolerances[this.real],
  ): void {
    const message = difference(values, reference, shape, tolerance);
    if (message) throw new Error(`output ${formatShape(shape)}: ${message}`);
  }

  dispose(): void {
    for (const tensor of this.#tensors) storageOf(tensor).buffer.destroy();
    for (const buffer of this.#buffers) this.device.freeBuffer(buffer);
  }

  #tensor(label: string, shape: Shape, layout: Layout, dtype: DType): Tensor {
    const spec = { shape, layout, dtype };
    const size = byteLength(spec);
    // Made without waiting for error scopes: the device keeps an error for the end of the test.
    const buffer = this.device.gpu.createBuffer({ label, size: size + guardBytes, usage });
    const filler = new Uint32Array((size + guardBytes) / 4).fill(poison);
    this.device.gpu.queue.writeBuffer(buffer, 0, filler);
    // The binding covers the guard words too: a write past the end must reach them to be noticed.
    const tensor = new Tensor(label, spec, { buffer, offset: 0, size: buffer.size });
    this.#tensors.push(tensor);
    return tensor;
  }
}

/** The tolerances that kernels keep unless they state a reason for another. */
export const tolerances: Readonly<Record<RealType, Tolerance>> = {
  f32: { relative: 1e-5 },
  f16: { relative: 1e-2 },
};

/** The tolerances of kernels that compute each element from a few others. */
export const elementwiseTolerances: Readonly<Record<RealType, Tolerance>> = {
  f32: { relative: 1e-5, floor: 1e-6 },
  f16: { relative: 1e-2, floor: 1e-3 },
};

function storageOf(tensor: Tensor) {
  if (!tensor.storage) throw new Error(`${tensor.label} has no storage`);
  return tensor.storage;
}
