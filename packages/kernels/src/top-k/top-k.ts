import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { elementCount, formatShape, Tensor } from '../tensor/tensor.ts';
import { mergeDispatch, type TopKList } from './merge.ts';
import source from './sort.wgsl';

/** The longest list that an invocation holds in registers. */
const registers = 16;
/** Values of a run of which no more than that are kept. */
const longRun = 64;

export const topKSortShader = defineShader({
  name: 'top-k/sort',
  source,
  params: struct({ rows: 'u32', size: 'u32', run: 'u32', runs: 'u32' }),
  constants: { KEPT: 4, LABELLED: 0 },
  batched: true,
});

export interface TopKArgs {
  /** `[rows, size]`, dense, f32. */
  readonly input: Tensor;
  /** `[rows, k]`, dense, f32: the smallest values of each row, ascending. */
  readonly values: Tensor;
  /** `[rows, k]`, dense, u32: their labels. Of equal values the one with the lower label is first. */
  readonly indices: Tensor;
  /** `[size]`, dense, u32, all different: names the values of a row; their places where left out. */
  readonly labels?: Tensor | undefined;
  /** Of {@link topKScratch}, for several calls that share it; of this call alone where left out. */
  readonly scratch?: TopKScratch | undefined;
  /** One u32: how many rows to compute. All where it is left out. */
  readonly live?: Tensor | undefined;
}

/** Two lists in which the steps of a top-k leave things to one another. */
export type TopKScratch = readonly [TopKList, TopKList];

/** Scratch for every top-k of these rows, of as many values or fewer each, and of this k. */
export function topKScratch(rows: number, size: number, k: number): TopKScratch {
  const room = roomOf(stepsOf(size, k));
  return [scratchList(rows, room), scratchList(rows, room)];
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
  const { input, labels, live } = args;
  const { rows, size, k } = requireTopK(args);
  const steps = stepsOf(size, k);
  const { scratch = topKScratch(rows, size, k) } = args;
  requireRoom(scratch, rows * roomOf(steps));
  // Each step writes one scratch list and reads the other; the last one writes the result.
  const targets = steps.map((_, i) => (i === steps.length - 1 ? args : scratch[i % 2]));
  return steps.map(({ lists, length }, i) => {
    const target = targets[i];
    if (i === 0) {
      return dispatch(topKSortShader, {
        label: 'top-k sort',
        constants: { KEPT: length, LABELLED: Number(labels !== undefined) },
        params: { rows, size, run: runFor(k), runs: lists },
        tensors: {
          values: input,
          // Something must be bound, even where nothing is labelled.
          labels: labels ?? input,
          list_values: target.values,
          list_indices: target.indices,
        },
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

/** The longest that the lists of a row are together, before the last step. */
function roomOf(steps: readonly Step[]): number {
  return Math.max(0, ...steps.slice(0, -1).map(({ lists, length }) => lists * length));
}

function scratchList(rows: number, length: number): TopKList {
  const spec = { shape: [rows, length], layout: 'dense' } as const;
  return {
    values: new Tensor('top-k values', { ...spec, dtype: 'f32' }),
    indices: new Tensor('top-k indices', { ...spec, dtype: 'u32' }),
  };
}

function requireRoom(scratch: TopKScratch, room: number): void {
  for (const { values, indices } of scratch) {
    const least = Math.min(elementCount(values.shape), elementCount(indices.shape));
    if (least >= room) continue;
    throw shapeMismatch(
      `top-k: the scratch lists have room for ${least} pairs, and ${room} are needed`,
      'Make them with topKScratch, for these rows, their size and k.',
    );
  }
}

function requireTopK({ input, values, indices, labels }: TopKArgs) {
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
  if (labels) {
    requireSpec('top-k', 'labels', labels, { shape: [size], dtype: 'u32', layout: 'dense' });
  }
  return { rows, size, k };
}
