import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType, type NumberType } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireAxis } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, type Tensor } from '../tensor/tensor.ts';
import source from './arg-reduce.wgsl';

export const argReduceShader = defineShader({
  name: 'arg-reduce/arg-reduce',
  source,
  params: struct({ outer: 'u32', size: 'u32', inner: 'u32' }),
  types: { element: 'f32', number: 'f32' },
  constants: { LAST: 0 },
  functions: /* @__PURE__ */ functionsOf('max', 'f32'),
});

export interface ArgReduceArgs {
  /** Whether the largest or the smallest element is looked for. */
  readonly op: 'max' | 'min';
  /** Dense, any dtype but u8. */
  readonly input: Tensor;
  /** Dense, i32 or u32; its elements are those of the axes that are kept, in their order. */
  readonly output: Tensor;
  /** Along which it looks; counted from the end where negative. */
  readonly axis: number;
  /** Of equal elements the last one, not the first. */
  readonly last?: boolean;
}

/**
 * Where along an axis the largest or the smallest element lies; NaN counts as both.
 *
 * @throws FaceGpuError `shape-mismatch`, where the axis has no elements too
 */
export function argReduce({ op, input, output, axis, last = false }: ArgReduceArgs): Dispatch[] {
  const name = `arg ${op}`;
  requireLayout(name, 'input', input, 'dense');
  const { shape } = input;
  const along = requireAxis(name, axis, shape.length);
  const outer = elementCount(shape.slice(0, along));
  const size = shape[along];
  const inner = elementCount(shape.slice(along + 1));
  if (size === 0) {
    throw shapeMismatch(`${name}: axis ${axis} of ${formatShape(shape)}`, 'It needs an element.');
  }
  const isIndex = output.dtype === 'i32' || output.dtype === 'u32';
  const isAsLarge = elementCount(output.shape) === outer * inner;
  if (!isIndex || !isAsLarge || output.layout !== 'dense') {
    const kept = shape.filter((_, i) => i !== along);
    requireSpec(name, 'output', output, { shape: kept, dtype: 'i32', layout: 'dense' });
  }
  const { stored, number } = elementType(name, input.dtype);
  return [
    dispatch(argReduceShader, {
      label: name,
      types: { element: stored, number },
      constants: { LAST: Number(last) },
      functions: functionsOf(op, number),
      params: { outer, size, inner },
      tensors: { input, output },
      workgroups: linearGrid(outer * inner, 64),
    }),
  ];
}

/** Whether one element comes before another. NaN is told by its bits. */
/* @__NO_SIDE_EFFECTS__ */
function functionsOf(op: 'max' | 'min', number: NumberType): Readonly<Record<string, string>> {
  const comparison = op === 'max' ? 'a > b' : 'a < b';
  const isNan = `fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}`;
  const isReal = number === 'f32';
  const before = isReal ? `!is_nan(b) && (is_nan(a) || ${comparison})` : comparison;
  return {
    ...(isReal && { helpers: isNan }),
    precedes: `fn precedes(a: number, b: number) -> bool {\n  return ${before};\n}`,
  };
}
