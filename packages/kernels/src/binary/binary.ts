import { shapeMismatch } from '../errors.ts';
import type { Activation } from '../shader/activation.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, axisStruct, mergeAxes, packAxes, pairAxes } from '../tensor/axes.ts';
import { type DType, isReal } from '../tensor/dtype.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { formatShape, sameShape, storedCount, type Tensor } from '../tensor/tensor.ts';
import { broadcastShape, broadcastStrides } from './broadcast.ts';
import flatSource from './flat.wgsl';
import { type BinaryOperation, binaryAdd } from './operations.ts';
import rowsSource from './rows.wgsl';
import stridedSource from './strided.wgsl';

/** What all three files leave to their prelude. */
const types = { element: 'f32', number: 'f32', result: 'f32' };
const functions = functionsOf(binaryAdd, 'f32');

export const binaryFlatShader = defineShader({
  name: 'binary/flat',
  source: flatSource,
  params: struct({ vec4s: 'u32' }),
  types,
  functions,
  activation: true,
});

export const binaryRowsShader = defineShader({
  name: 'binary/rows',
  source: rowsSource,
  params: struct({ batch: 'u32', batch_vec4s: 'u32', row_vec4s: 'u32', rank: 'u32' }),
  structs: { Axis: axisStruct },
  types,
  functions,
  constants: { A_RUNS: 1, B_RUNS: 1 },
  activation: true,
  batched: true,
});

export const binaryStridedShader = defineShader({
  name: 'binary/strided',
  source: stridedSource,
  params: struct({ vec4s: 'u32', rank: 'u32' }),
  structs: { Axis: axisStruct },
  types,
  functions,
  activation: true,
});

export interface BinaryArgs {
  readonly op: BinaryOperation;
  /** Any dtype but u8 that the operation takes. Dense, or in any layout where `a` and `b` are alike. */
  readonly a: Tensor;
  /** Dtype and layout of `a`; of the same shape, or of one that broadcasts with it. */
  readonly b: Tensor;
  /** Layout of `a`, and its dtype, or bool; its shape is that of `a` and `b` broadcast. */
  readonly output: Tensor;
  /** Applied last, where the result is f32 or f16; identity where it is left out. */
  readonly activation?: Activation | undefined;
  /**
   * One u32: how many along the first axis of `a` and the output hold something. All of them are
   * computed where it is left out, or nothing is gained by it.
   */
  readonly live?: Tensor | undefined;
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
    const { live, ...batch } = batchOf(args, vec4s);
    return dispatch(binaryRowsShader, {
      ...common(args),
      constants: { A_RUNS: strides[0], B_RUNS: strides[1] },
      live,
      params: { ...batch, row_vec4s: Math.ceil(size / 4), rank: axes.length },
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

/**
 * The dtype of what an operation makes of two operands of this one.
 *
 * @throws FaceGpuError `shape-mismatch` where it isn't for them
 */
export function binaryDType(op: BinaryOperation, operands: DType): DType {
  if (bodyOf(op, operands) === undefined) {
    throw shapeMismatch(`${op.name}: the operands hold ${operands}`, `Cast them: ${takes(op)}.`);
  }
  return op.compares ? 'bool' : operands;
}

/** The body of an operation for operands of this dtype; nothing where it isn't for them. */
function bodyOf(op: BinaryOperation, dtype: DType): string | undefined {
  if (isReal(dtype)) return op.real;
  if (dtype === 'bool') return op.logical;
  return dtype === 'u8' ? undefined : op.whole;
}

/** An operation as the shaders call it, with what it calls itself. */
/* @__NO_SIDE_EFFECTS__ */
function functionsOf(op: BinaryOperation, dtype: DType): Readonly<Record<string, string>> {
  const isFloat = isReal(dtype);
  const values = op.compares ? 'bool' : 'number';
  const called = isFloat && !op.compares ? 'activate(operate(a, b))' : 'operate(a, b)';
  const operands = 'a: vec4<number>, b: vec4<number>';
  return {
    ...(isFloat && op.helpers && { helpers: op.helpers.join('\n') }),
    operate: `fn operate(${operands}) -> vec4<${values}> {\n  ${bodyOf(op, dtype)}\n}`,
    apply: `fn apply(${operands}) -> vec4<result> {\n  return vec4<result>(${called});\n}`,
  };
}

function common({ op, a, output, activation }: BinaryArgs) {
  const { stored, number } = elementType(op.name, a.dtype);
  return {
    label: op.name,
    types: { element: stored, number, result: elementType(op.name, output.dtype).stored },
    functions: functionsOf(op, a.dtype),
    activation,
  };
}

/** How many vec4s each of the batch has, where those that hold nothing can be left out. */
function batchOf({ live, output: { shape } }: BinaryArgs, vec4s: number) {
  const [batch = 1] = shape;
  const isWhole = live !== undefined && batch > 0 && vec4s % batch === 0;
  if (!isWhole) return { live: undefined, batch: 1, batch_vec4s: vec4s };
  return { live, batch, batch_vec4s: vec4s / batch };
}

function vec4sOf(output: Tensor): number {
  return Math.ceil(storedCount(output) / 4);
}

function requireBinary({ op, a, b, output, activation }: BinaryArgs): void {
  const { name } = op;
  const dtype = binaryDType(op, a.dtype);
  requireSpec(name, 'b', b, { shape: b.shape, dtype: a.dtype, layout: a.layout });
  const shape = broadcastShape(a.shape, b.shape);
  if (!sameShape(a.shape, b.shape)) requireLayout(name, 'a tensor that broadcasts', a, 'dense');
  if (name === 'prelu' && !sameShape(shape, a.shape)) {
    throw shapeMismatch(
      `prelu: a slope of ${formatShape(b.shape)} for ${formatShape(a.shape)}`,
      'The slope must broadcast to the shape of its input.',
    );
  }
  requireSpec(name, 'output', output, { shape, dtype, layout: a.layout });
  if (activation && activation.kind !== 'identity' && !isReal(dtype)) {
    throw shapeMismatch(
      `${name}: ${activation.kind} after a result of ${dtype}`,
      'Activations are for f32 and f16: leave it out.',
    );
  }
}

/** What an operation takes, for the remedy of an error. */
function takes({ real, whole, logical }: BinaryOperation): string {
  const kinds = [real && 'f32 and f16', whole && 'i32 and u32', logical && 'bool'];
  return `it takes ${kinds.filter(Boolean).join(', ')}`;
}
