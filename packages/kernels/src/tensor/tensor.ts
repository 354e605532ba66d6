import type { DType } from './dtype.ts';
import { bytesPerElement } from './dtype.ts';

/** Sizes of a tensor's axes, outermost first. Images are `[batch, height, width, channels]`. */
export type Shape = readonly number[];

/**
 * How a tensor's elements lie in memory:
 * - `dense`: row-major, nothing between the elements;
 * - `nhwc4`: rank 4, `[batch, height, width, channels]` with the channels padded to a multiple of 4,
 *   so that a pixel's channels are whole `vec4`s. Padding lanes hold anything.
 *
 * With a multiple of 4 channels the two are the same bytes.
 */
export type Layout = 'dense' | 'nhwc4';

/** What a tensor is, without where it lies. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly layout: Layout;
}

/** A part of a GPU buffer, in bytes. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/**
 * A tensor that dispatches read and write. It is symbolic until something gives it `storage`, so
 * that a memory plan can be made from the dispatches alone.
 */
export class Tensor implements TensorSpec {
  readonly label: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly layout: Layout;
  /** The tensor whose elements this one shows in another shape; itself where it has its own. */
  readonly base: Tensor;
  #storage: BufferRange | undefined;

  constructor(label: string, spec: TensorSpec, storage?: BufferRange, base?: Tensor) {
    this.label = label;
    this.shape = spec.shape;
    this.dtype = spec.dtype;
    this.layout = spec.layout;
    this.#storage = storage;
    this.base = base?.base ?? this;
  }

  get storage(): BufferRange | undefined {
    return this.base === this ? this.#storage : this.base.storage;
  }

  set storage(range: BufferRange | undefined) {
    if (this.base === this) this.#storage = range;
    else this.base.storage = range;
  }

  /** The same bytes under another shape or layout. The caller sees to it that they mean the same. */
  view(shape: Shape, layout: Layout = this.layout): Tensor {
    return new Tensor(this.label, { shape, dtype: this.dtype, layout }, undefined, this);
  }
}

/** Weights and other values known before the run; uploaded once, when a recording is made. */
export class ConstantTensor extends Tensor {
  readonly data: ArrayBufferView<ArrayBuffer>;

  /** `data` must hold the bytes of `spec`, in its dtype and layout. */
  constructor(label: string, spec: TensorSpec, data: ArrayBufferView<ArrayBuffer>) {
    super(label, spec);
    this.data = data;
  }
}

/** The number of elements of a shape; 1 for a scalar (`[]`). */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The number of `vec4`s that `channels` channels occupy in the `nhwc4` layout. */
export function vec4Count(channels: number): number {
  return Math.ceil(channels / 4);
}

/** The shape that a tensor has in memory, padding lanes included. */
export function storedShape({ shape, layout }: TensorSpec): Shape {
  if (layout === 'dense') return shape;
  const [batch, height, width, channels] = imageShape(shape);
  return [batch, height, width, vec4Count(channels) * 4];
}

/** The number of elements that a tensor occupies in memory, padding lanes included. */
export function storedCount(spec: TensorSpec): number {
  return elementCount(storedShape(spec));
}

/** The size of a tensor in bytes, rounded up to the 16 that a `vec4<f32>` binding needs. */
export function byteLength(spec: TensorSpec): number {
  return Math.ceil((storedCount(spec) * bytesPerElement(spec.dtype)) / 16) * 16;
}

/** A shape as `[batch, height, width, channels]`; the caller has checked that its rank is 4. */
export function imageShape(shape: Shape): readonly [number, number, number, number] {
  return shape as unknown as readonly [number, number, number, number];
}

/** A shape as people write it: `[1, 512, 512, 3]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
