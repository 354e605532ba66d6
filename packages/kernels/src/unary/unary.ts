import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType, isNanSource } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type DType, isReal } from '../tensor/dtype.ts';
import { requireSpec } from '../tensor/require.ts';
import { storedCount, type Tensor } from '../tensor/tensor.ts';
import { type UnaryOperation, unaryOperations } from './operations.ts';
import source from './unary.wgsl';

export type UnaryName = keyof typeof unaryOperations;

export const unaryShader = defineShader({
  name: 'unary/unary',
  source,
  params: struct({ vec4s: 'u32', alpha: 'f32', beta: 'f32' }),
  types: { element: 'f32', number: 'f32', result: 'f32' },
  functions: functionsOf('abs', 'f32'),
});

export interface UnaryArgs {
  /** What it computes, and what alpha and beta are to it, is said in `operations.ts`. */
  readonly op: UnaryName;
  /** Any shape and layout, and any dtype that the operation takes. */
  readonly input: Tensor;
  /** Shape and layout of the input; its dtype, or bool where the operation asks something. */
  readonly output: Tensor;
  /** 0 where it is left out. */
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
}

/**
 * A function of each element. NaN stays NaN.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function unary({ op, input, output, alpha = 0, beta = 0 }: UnaryArgs): Dispatch[] {
  const { shape, layout } = input;
  requireSpec(op, 'output', output, { shape, layout, dtype: unaryDType(op, input.dtype) });
  const { stored, number } = elementType(op, input.dtype);
  const vec4s = Math.ceil(storedCount(input) / 4);
  return [
    dispatch(unaryShader, {
      label: op,
      types: { element: stored, number, result: elementType(op, output.dtype).stored },
      functions: functionsOf(op, input.dtype),
      params: { vec4s, alpha, beta },
      tensors: { input, output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}

/**
 * The dtype of what an operation makes of an input of this one.
 *
 * @throws FaceGpuError `shape-mismatch` where it isn't for it
 */
export function unaryDType(op: UnaryName, input: DType): DType {
  const operation: UnaryOperation = unaryOperations[op];
  if (bodyOf(operation, input) === undefined) {
    throw shapeMismatch(`${op}: the input holds ${input}`, `Cast it: ${takes(operation)}.`);
  }
  return operation.asks ? 'bool' : input;
}

function bodyOf(operation: UnaryOperation, dtype: DType): string | undefined {
  if (isReal(dtype)) return operation.real;
  if (dtype === 'bool') return operation.logical;
  return dtype === 'i32' ? operation.whole : undefined;
}

/** An operation as the shader calls it, with what it calls itself. */
/* @__NO_SIDE_EFFECTS__ */
function functionsOf(op: UnaryName, dtype: DType): Readonly<Record<string, string>> {
  const operation: UnaryOperation = unaryOperations[op];
  const values = operation.asks ? 'bool' : 'number';
  const y = isReal(dtype) && !operation.asks ? 'select(operate(x), x, is_nan(x))' : 'operate(x)';
  return {
    helpers: [isNanSource, ...(operation.helpers ?? [])].join('\n'),
    operate: `fn operate(x: vec4<number>) -> vec4<${values}> {\n  ${bodyOf(operation, dtype)}\n}`,
    apply: `fn apply(x: vec4<number>) -> vec4<result> {\n  return vec4<result>(${y});\n}`,
  };
}

/** What an operation takes, for the remedy of an error. */
function takes({ real, whole, logical }: UnaryOperation): string {
  const kinds = [real && 'f32 and f16', whole && 'i32', logical && 'bool'];
  return `it takes ${kinds.filter(Boolean).join(', ')}`;
}
