import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, axisStruct, mergeAxes, packAxes, pairAxes } from '../tensor/axes.ts';
import { requireLayout, requireReal, requireSpec } from '../tensor/require.ts';
import { formatShape, sameShape, storedCount, type Tensor } from '../tensor/tensor.ts';
import { broadcastShape, broadcastStrides } from './broadcast.ts';
import flatSource from './flat.wgsl';
import rowsSource from './rows.wgsl';
import stridedSource from './strided.wgsl';

export const binaryFlatShader = defineShader({
  name: 'binary/flat',
  source: flatSource,
  params: struct({ vec4s: 'u32' }),
  constants: { OPERATION: 0 },
  activation: true,
});

export const binaryRowsShader = defineShader({
  name: 'binary/rows',
  source: rowsSource,
  params: struct({ vec4s: 'u32', row_vec4s: 'u32', rank: 'u32' }),
  structs: { Axis: axisStruct },
  constants: { OPERATION: 0, A_RUNS: 1, B_RUNS: 1 },
  activation: true,
});

export const binaryStridedShader = defineShader({
  name: 'binary/strided',
  source: stridedSource,
  params: struct({ vec4s: 'u32', rank: 'u32' }),
  structs: { Axis: axisStruct },
  constants: { OPERATION: 0 },
  activation: true,
});

/** The operations, by the number that the shaders know them by. */
const operations = { add: 0, sub: 1, mul: 2, div: 3, prelu: 4 } as const;

export type BinaryOperation = keyof typeof operations;

export interface BinaryArgs {
  /** `prelu` is `a` where it is 0 or more, and a · b elsewhere (He et al. 2015); `b` is its slope. */
  readonly op: BinaryOperation;
  /** Dense, f32 or f16. In any layout where `a` and `b` are alike. */
  readonly a: Tensor;
  /** Dtype and layout of `a`; of the same shape, or of one that broadcasts with it. */
  readonly b: Tensor;
  /** Dtype and layout of `a`; its shape is that of `a` and `b` broadcast. */
  readonly output: Tensor;
  /** Applied last; identity where it is left out. */
  readonly activation?: Activation | undefined;
}

/** One way to compute a binary operation. */
interface BinaryVariant {
  supports(args: BinaryArgs): boolean;
  dispatch(args: BinaryArgs): Dispatch;
}

/** Both shapes are equal: nothing has to be looked up. */
const flat: BinaryVariant = {
  supports: ({ a, b }) => sameShape(a.shape, b.shape),
  dispatch: (args) => {
    const { a, b, output } = args;
    const vec4s = vec4sOf(output);
    return dispatch(binaryFlatShader, {
      ...common(args),
      params: { vec4s },
      tensors: { a, b, output },
      workgroups: linearGrid(vec4s, 64),
    });
  },
};

/** A vec4 of the output takes a vec4 of `a` and of `b`, or one element of them. */
const rows: BinaryVariant = {
  supports: (args) => {
    const axes = walk(args);
    return args.a.layout === 'dense' && (axes.length <= 1 || (axes.at(-1) as Axis).size % 4 === 0);
  },
  dispatch: (args) => {
    const { a, b, output } = args;
    const axes = walk(args);
    const { size, strides } = axes.pop() ?? { size: 1, strides: [0, 0] };
    const vec4s = vec4sOf(output);
    const shared = common(args);
    return dispatch(binaryRowsShader, {
      ...shared,
      constants: { ...shared.constants, A_RUNS: strides[0], B_RUNS: strides[1] },
      params: { vec4s, row_vec4s: Math.ceil(size / 4), rank: axes.length },
      tensors: { axes: packAxes(axes), a, b, output },
      workgroups: linearGrid(vec4s, 64),
    });
  },
};

/** Every element is looked up. */
const strided: BinaryVariant = {
  supports: ({ a }) => a.layout === 'dense',
  dispatch: (args) => {
    const { a, b, output } = args;
    const axes = walk(args);
    const vec4s = vec4sOf(output);
    return dispatch(binaryStridedShader, {
      ...common(args),
      params: { vec4s, rank: axes.length },
      tensors: { axes: packAxes(axes), a, b, output },
      workgroups: linearGrid(vec4s, 64),
    });
  },
};

/** Every variant, the preferred ones first. */
export const binaryVariants = { flat, rows, strided } as const satisfies Record<
  string,
  BinaryVariant
>;

export type BinaryVariantName = keyof typeof binaryVariants;

/**
 * An operation on two tensors, element by element, with broadcasting as in NumPy and a fused
 * activation: `output = activation(a op b)`. In `prelu` only `b` may stretch, as in ONNX.
 *
 * @param variant forces a way to compute it; the best that applies where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function binary(args: BinaryArgs, variant?: BinaryVariantName): Dispatch[] {
  requireBinary(args);
  const name = variant ?? chooseBinary(args);
  return [binaryVariants[name].dispatch(args)];
}

/** The variant that `binary` takes. */
export function chooseBinary(args: BinaryArgs): BinaryVariantName {
  const names = Object.keys(binaryVariants) as BinaryVariantName[];
  return names.find((name) => binaryVariants[name].supports(args)) ?? 'strided';
}

/** The axes of the output, with the strides of `a` and `b`. */
function walk({ a, b, output: { shape } }: BinaryArgs): Axis[] {
  return mergeAxes(
    pairAxes(shape, broadcastStrides(a.shape, shape), broadcastStrides(b.shape, shape)),
  );
}

function common({ op, a, activation }: BinaryArgs) {
  return {
    label: op,
    real: requireReal('binary', a),
    activation,
    constants: { OPERATION: operations[op] },
  };
}

function vec4sOf(output: Tensor): number {
  return Math.ceil(storedCount(output) / 4);
}

function requireBinary({ op, a, b, output }: BinaryArgs): void {
  requireReal(op, a);
  requireSpec(op, 'b', b, { shape: b.shape, dtype: a.dtype, layout: a.layout });
  const shape = broadcastShape(a.shape, b.shape);
  if (!sameShape(a.shape, b.shape)) requireLayout(op, 'a tensor that broadcasts', a, 'dense');
  if (op === 'prelu' && !sameShape(shape, a.shape)) {
    throw shapeMismatch(
      `prelu: a slope of ${formatShape(b.shape)} for ${formatShape(a.shape)}`,
      'The slope must broadcast to the shape of its input.',
    );
  }
  requireSpec(op, 'output', output, { shape, dtype: a.dtype, layout: a.layout });
}
