import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { elementType } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, denseStrides, mergeAxes, packAxes, requireAxis } from '../tensor/axes.ts';
import { type DType, isReal } from '../tensor/dtype.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { elementCount, type Shape, Tensor } from '../tensor/tensor.ts';
import groupsSource from './groups.wgsl';
import linesSource from './lines.wgsl';
import { type ReduceOperation, realHelpers, reduceOperations } from './operations.ts';

export type ReduceName = keyof typeof reduceOperations;

const types = { element: 'f32', number: 'f32', state: 'f32' };
const structs = { Axis: /* @__PURE__ */ struct({ size: 'u32', stride: 'u32' }) };
const functions = /* @__PURE__ */ functionsOf('sum', 'f32');

export const reduceLinesShader = defineShader({
  name: 'reduce/lines',
  source: linesSource,
  types,
  structs,
  functions,
  params: struct({
    lines: 'u32',
    kept: 'u32',
    rank: 'u32',
    count: 'u32',
    runs: 'u32',
    run_size: 'u32',
    run_stride: 'u32',
  }),
});

export const reduceGroupsShader = defineShader({
  name: 'reduce/groups',
  source: groupsSource,
  types,
  structs,
  functions,
  params: struct({ lines: 'u32', kept: 'u32', rank: 'u32', count: 'u32' }),
});

export interface ReduceArgs {
  /**
   * `l2` is the root of the sum of squares, `logSum` the logarithm of the sum, and `logSumExp` that of
   * the sum of powers of e.
   */
  readonly op: ReduceName;
  /** Dense, f32 or f16; i32 or u32 where no root or logarithm is taken. */
  readonly input: Tensor;
  /** Dense, the dtype of the input; its elements are those of the axes that are kept, in their order. */
  readonly output: Tensor;
  /** Which axes are reduced; counted from the end where negative. */
  readonly axes: readonly number[];
}

/** A walk through the lines of an input. */
interface Walk {
  readonly kept: readonly Axis<readonly [number]>[];
  readonly reduced: readonly Axis<readonly [number]>[];
  readonly lines: number;
  /** Elements of a line. */
  readonly count: number;
}

/** Lines of this length and longer take a workgroup each, unless there are plenty of them. */
const longLine = 128;
const manyLines = 4096;
/** Columns of a matrix side by side, and parts of each, from which on it pays to cut them. */
const fewestColumns = 4;
const fewestParts = 8;

/** The ways to go through the lines. */
export const reduceVariants = {
  groups: (args: ReduceArgs, { kept, reduced, lines, count }: Walk): Dispatch => {
    return dispatch(reduceGroupsShader, {
      ...common(args),
      params: { lines, kept: kept.length, rank: kept.length + reduced.length, count },
      tensors: { axes: packAxes([...kept, ...reduced]), input: args.input, output: args.output },
      workgroups: linearGrid(lines, 1),
    });
  },
  lines: (args: ReduceArgs, { kept, reduced, lines, count }: Walk): Dispatch => {
    const outer = reduced.slice(0, -1);
    const { size, strides } = reduced.at(-1) ?? { size: 1, strides: [0] };
    return dispatch(reduceLinesShader, {
      ...common(args),
      params: {
        lines,
        kept: kept.length,
        rank: kept.length + outer.length,
        count,
        runs: elementCount(outer.map((axis) => axis.size)),
        run_size: size,
        run_stride: strides[0],
      },
      tensors: { axes: packAxes([...kept, ...outer]), input: args.input, output: args.output },
      workgroups: linearGrid(lines, 64),
    });
  },
} as const;

export type ReduceVariantName = keyof typeof reduceVariants;

/**
 * Brings the elements along some axes down to one each. Sums are kept in f32. Of no elements, a sum is 0,
 * a product 1, and a maximum the least that there is.
 *
 * @param variant forces a way to compute it; the best where it is left out.
 * @throws FaceGpuError `shape-mismatch`
 */
export function reduce(args: ReduceArgs, variant?: ReduceVariantName): Dispatch[] {
  const { op, input, output } = args;
  const name = `reduce ${op}`;
  requireReducible(op, input.dtype);
  requireLayout(name, 'input', input, 'dense');
  const axes = args.axes.map((axis) => requireAxis(name, axis, input.shape.length));
  const shape = reduceShape(input.shape, axes, false);
  if (elementCount(output.shape) !== elementCount(shape)) {
    requireSpec(name, 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  }
  requireSpec(name, 'output', output, { ...output, dtype: input.dtype, layout: 'dense' });
  const walk = walkOf(input.shape, axes);
  const isLong = walk.count >= longLine && walk.lines < manyLines;
  const parts = isLong && variant === undefined ? columnParts(args, walk) : 1;
  if (parts > 1) return inParts(args, walk, parts);
  return [reduceVariants[variant ?? (isLong ? 'groups' : 'lines')](args, walk)];
}

/**
 * Into how many equal parts the columns of a matrix are cut, near the root of their length, where what is
 * reduced are its rows and the operation may be applied to its own results; 1 where it isn't so.
 */
function columnParts({ op, input }: ReduceArgs, { kept, reduced, lines, count }: Walk): number {
  const isMatrix = kept.length === 1 && reduced.length === 1 && kept[0].strides[0] === 1;
  const isClosed = op === 'sum' || op === 'max' || op === 'min' || op === 'prod';
  if (!isMatrix || !isClosed || lines < fewestColumns || input.dtype === 'f16') return 1;
  for (let parts = Math.floor(Math.sqrt(count)); parts >= fewestParts; parts--) {
    if (count % parts === 0) return parts;
  }
  return 1;
}

/** Down the columns of a matrix, part by part side by side, and then what the parts came to. */
function inParts(args: ReduceArgs, { lines, count }: Walk, parts: number): Dispatch[] {
  const rows = count / parts;
  const spec = { shape: [parts, rows, lines], dtype: args.input.dtype, layout: 'dense' } as const;
  const results = new Tensor('parts of columns', { ...spec, shape: [parts, lines] });
  return [
    reduceVariants.lines({ ...args, output: results }, walkOf(spec.shape, [1])),
    reduceVariants.lines({ ...args, input: results }, walkOf(results.shape, [0])),
  ];
}

/**
 * The shape of a tensor whose axes are reduced.
 *
 * @param keepDims whether they stay as axes of size 1
 */
export function reduceShape(shape: Shape, axes: readonly number[], keepDims: boolean): Shape {
  const reduced = new Set(axes.map((axis) => requireAxis('reduce', axis, shape.length)));
  if (keepDims) return shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !reduced.has(axis));
}

/**
 * Checks that an operation is for a dtype.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function requireReducible(op: ReduceName, dtype: DType): void {
  const { onlyReal }: ReduceOperation = reduceOperations[op];
  if (isReal(dtype)) return;
  if (!onlyReal && (dtype === 'i32' || dtype === 'u32')) return;
  throw shapeMismatch(
    `reduce ${op}: the input holds ${dtype}`,
    `Cast it to ${onlyReal ? 'f32 or f16' : 'f32, f16, i32 or u32'}.`,
  );
}

function walkOf(shape: Shape, axes: readonly number[]): Walk {
  const strides = denseStrides(shape);
  const all = shape.map((size, axis): Axis<readonly [number]> => {
    return { size, strides: [strides[axis]] };
  });
  const kept = all.filter((_, axis) => !axes.includes(axis));
  const reduced = all.filter((_, axis) => axes.includes(axis));
  const count = (some: typeof all) => elementCount(some.map(({ size }) => size));
  return {
    kept: mergeAxes(kept),
    reduced: mergeAxes(reduced),
    lines: count(kept),
    count: count(reduced),
  };
}

function common({ op, input }: ReduceArgs) {
  const operation: ReduceOperation = reduceOperations[op];
  const { stored, number } = elementType(op, input.dtype);
  return {
    label: `reduce ${op}`,
    types: { element: stored, number, state: operation.state ?? number },
    functions: functionsOf(op, input.dtype),
  };
}

/** An operation as the shaders call it. */
/* @__NO_SIDE_EFFECTS__ */
function functionsOf(op: ReduceName, dtype: DType): Readonly<Record<string, string>> {
  const operation: ReduceOperation = reduceOperations[op];
  const isFloat = isReal(dtype);
  const of = (choice: readonly [string, string]) => choice[isFloat ? 0 : 1];
  const limits = dtype === 'i32' ? ['i32(-0x7fffffff - 1)', '0x7fffffffi'] : ['0u', '0xffffffffu'];
  return {
    helpers: isFloat ? realHelpers : `const LOWEST = ${limits[0]};\nconst HIGHEST = ${limits[1]};`,
    start: `fn start() -> state {\n  return ${of(operation.start)};\n}`,
    enter: `fn enter(x: number) -> state {\n  return ${operation.enter};\n}`,
    join: `fn join(a: state, b: state) -> state {\n  return ${of(operation.join)};\n}`,
    leave: `fn leave(s: state) -> number {\n  return ${operation.leave};\n}`,
  };
}
