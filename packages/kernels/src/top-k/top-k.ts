import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { formatShape, Tensor } from '../tensor/tensor.ts';
import { mergeDispatch, type TopKList } from './merge.ts';
import source from './sort.wgsl';

/** The longest list that an invocation holds in registers. */
const registers = 16;
/** Values of a run of which no more than that are kept. */
const longRun = 64;

export const topKSortShader = defineShader({
  name: 'top-k/sort',
  source,
  params: struct({ rows: 'u32', size: 'u32', run: 'u32', runs: 'u32', index_offset: 'u32' }),
  constants: { KEPT: 4 },
  batched: true,
});

export interface TopKArgs {
  /** `[rows, size]`, dense, f32. */
  readonly input: Tensor;
  /** `[rows, k]`, dense, f32: the smallest values of each row, ascending. */
  readonly values: Tensor;
  /** `[rows, k]`, dense, u32: their places in the row; equal values stay in order. */
  readonly indices: Tensor;
  /** Added to every index, where a row is a part of a longer one; 0 where it is left out. */
  readonly indexOffset?: number | undefined;
  /** One u32: how many rows to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/**
 * The k smallest values of each row and their indices, for any k from 1 to the size of a row. NaN and
 * infinity come last, as the largest f32.
 *
 * Runs of neighbours are sorted, 64 values or 16, then neighbouring runs are merged until one list is
 * left: log2(size / 64) steps on lists that are never longer than k.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function topK(args: TopKArgs): Dispatch[] {
  const { input, indexOffset = 0, live } = args;
  const { rows, size, k } = requireTopK(args);
  const steps = stepsOf(size, k);
  const targets = targetsOf(args, rows, steps);
  return steps.map(({ lists, length }, i) => {
    const target = targets[i];
    if (i === 0) {
      return dispatch(topKSortShader, {
        label: 'top-k sort',
        constants: { KEPT: length },
        params: { rows, size, run: runFor(k), runs: lists, index_offset: indexOffset },
        tensors: { values: input, list_values: target.values, list_indices: target.indices },
        live,
        workgroups: linearGrid(rows * lists, 64),
      });
    }
    const source = targets[i - 1];
    const from = steps[i - 1];
    const params = {
      rows,
      lists,
      kept: length,
      first_length: from.length,
      first_stride: from.lists * from.length,
      second_length: from.length,
      second_stride: from.lists * from.length,
      second_start: from.length,
      pair_stride: 2 * from.length,
    };
    return mergeDispatch(source, source, target, params, live);
  });
}

/** Sorted lists that a step leaves of each row. */
interface Step {
  readonly lists: number;
  readonly length: number;
}

/** Values of a run: many where few of them are kept. */
function runFor(k: number): number {
  return k <= registers ? longRun : registers;
}

/** The sorted runs, then what each merge leaves of them. */
function stepsOf(size: number, k: number): Step[] {
  const steps: Step[] = [];
  for (let reach = runFor(k); ; reach *= 2) {
    const lists = Math.ceil(size / reach);
    steps.push({ lists, length: Math.min(k, reach) });
    if (lists === 1) return steps;
  }
}

/** Where each step writes: two scratch lists in turn, then the result. */
function targetsOf(result: TopKList, rows: number, steps: readonly Step[]): TopKList[] {
  const inner = steps.slice(0, -1);
  const room = Math.max(0, ...inner.map(({ lists, length }) => lists * length));
  const scratch = [scratchList(rows, room), scratchList(rows, room)];
  return [...inner.map((_, i) => scratch[i % 2]), result];
}

function scratchList(rows: number, length: number): TopKList {
  const spec = { shape: [rows, length], layout: 'dense' } as const;
  return {
    values: new Tensor('top-k values', { ...spec, dtype: 'f32' }),
    indices: new Tensor('top-k indices', { ...spec, dtype: 'u32' }),
  };
}

function requireTopK({ input, values, indices }: TopKArgs) {
  const [rows, size] = input.shape;
  const k = values.shape[1];
  if (input.shape.length !== 2) {
    throw shapeMismatch(
      `top-k: input is ${formatShape(input.shape)}`,
      'It must have two axes: rows, and their values.',
    );
  }
  if (!(k >= 1 && k <= size)) {
    throw shapeMismatch(
      `top-k: values is ${formatShape(values.shape)} for rows of ${size} values`,
      `Its shape is [${rows}, k] with a k from 1 to ${size}.`,
    );
  }
  requireSpec('top-k', 'input', input, { shape: [rows, size], dtype: 'f32', layout: 'dense' });
  requireSpec('top-k', 'values', values, { shape: [rows, k], dtype: 'f32', layout: 'dense' });
  requireSpec('top-k', 'indices', indices, { shape: [rows, k], dtype: 'u32', layout: 'dense' });
  return { rows, size, k };
}
