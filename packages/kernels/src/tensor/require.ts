import { FaceGpuError, shapeMismatch } from '../errors.ts';
import { isReal, type RealType } from './dtype.ts';
import {
  type BufferRange,
  formatShape,
  type Layout,
  type Shape,
  sameShape,
  type Tensor,
  type TensorSpec,
} from './tensor.ts';

/** Checks that kernels make of their arguments; `kernel` names the one that complains. */

/** The element type of a tensor that must hold f32 or f16. */
export function requireReal(kernel: string, { dtype }: TensorSpec): RealType {
  if (isReal(dtype)) return dtype;
  throw shapeMismatch(`${kernel}: a tensor holds ${dtype}`, 'Give it a tensor of f32 or f16.');
}

/** Both tensors have the same shape, layout and dtype. */
export function requireSame(kernel: string, a: TensorSpec, b: TensorSpec): void {
  if (a.dtype === b.dtype && a.layout === b.layout && sameShape(a.shape, b.shape)) return;
  throw shapeMismatch(
    `${kernel}: ${describe(a)} and ${describe(b)} should be alike`,
    'Make both with the same shape, dtype and layout.',
  );
}

/** A tensor has exactly this shape. */
export function requireShape(kernel: string, what: string, spec: TensorSpec, shape: Shape): void {
  if (sameShape(spec.shape, shape)) return;
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(spec.shape)}`,
    `Its shape follows from the other arguments: ${formatShape(shape)}.`,
  );
}

/** A tensor has exactly this shape, dtype and layout. */
export function requireSpec(
  kernel: string,
  what: string,
  spec: TensorSpec,
  wanted: TensorSpec,
): void {
  const { shape, dtype, layout } = wanted;
  if (spec.dtype === dtype && spec.layout === layout && sameShape(spec.shape, shape)) return;
  throw shapeMismatch(
    `${kernel}: ${what} is ${describe(spec)}`,
    `It must be ${describe(wanted)}, as the other arguments have it.`,
  );
}

/** Indices are dense, of u32, or of i32 where negative ones count from the end. */
export function requireIndices(kernel: string, spec: TensorSpec): void {
  if ((spec.dtype === 'u32' || spec.dtype === 'i32') && spec.layout === 'dense') return;
  throw shapeMismatch(
    `${kernel}: indices are ${describe(spec)}`,
    'They must be dense, of i32 or u32.',
  );
}

export function requireLayout(
  kernel: string,
  what: string,
  spec: TensorSpec,
  layout: Layout,
): void {
  if (spec.layout !== layout) {
    throw shapeMismatch(`${kernel}: ${what} is ${describe(spec)}`, `It must be ${layout}.`);
  }
  if (layout === 'nhwc4' && spec.shape.length !== 4) {
    throw shapeMismatch(
      `${kernel}: ${what} is ${formatShape(spec.shape)}`,
      'An nhwc4 tensor has four axes: batch, height, width, channels.',
    );
  }
}

/**
 * Where a tensor lies.
 *
 * @throws FaceGpuError `bad-argument` where it has no storage yet
 */
export function requireStorage(who: string, { label, storage }: Tensor): BufferRange {
  if (storage) return storage;
  throw new FaceGpuError(
    'bad-argument',
    `${who}: the tensor ${label} has no storage`,
    'Give it some first: by allocate, or by run, which does it all.',
  );
}

function describe({ shape, dtype, layout }: TensorSpec): string {
  return `${formatShape(shape)} ${dtype} ${layout}`;
}
