import { rowTypes, type VectorFormat, vectorReaders } from '../distance/format.ts';
import { type Dispatch, type DispatchOptions, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import source from './alone.wgsl';
import type { ScanTarget } from './tile.ts';

/** Pairs that an invocation keeps. */
const kept = 16;
const invocations = 8;
/** Rows that an invocation compares at a time. */
const rowsAtOnce = 2;

const fields = {
  rows: 'u32',
  size: 'u32',
  kept: 'u32',
  parts: 'u32',
  part_rows: 'u32',
  first_list: 'u32',
} as const;

export const aloneShader = defineShader({
  name: 'nearest/alone',
  source,
  params: struct(fields),
  types: /* @__PURE__ */ rowTypes('f32'),
  functions: /* @__PURE__ */ vectorReaders('f32'),
  constants: {
    METRIC: 0,
    KEPT: kept,
    ROWS: rowsAtOnce,
    INVOCATIONS: invocations,
    SCALED: 0,
    TAIL: 0,
    MASKED: 0,
  },
  batched: true,
});

/** Invocations that are under way at once, at most: each leaves a list to merge. */
const mostParts = 128;
/** Rows of an invocation, at least: before that, most of what it finds is new to it. */
const fewestRows = 64;

/** Whether each invocation may search by itself: where waiting is dear, and little is kept. */
export function searchesAlone({ info }: ScanTarget, queries: number, k: number): boolean {
  return info.software && queries === 1 && k <= kept;
}

/** How the rows of a segment are spread over invocations. */
export function partsAlone(rows: number): { readonly count: number; readonly length: number } {
  const shared = Math.max(fewestRows, Math.ceil(rows / mostParts));
  const length = Math.ceil(shared / rowsAtOnce) * rowsAtOnce;
  return { count: Math.ceil(rows / length), length };
}

/**
 * The k nearest rows of one query in each part of a segment.
 *
 * @param options whose constants are those that both ways of searching have
 */
export function searchAlone(
  format: VectorFormat,
  { constants, params, ...others }: Omit<DispatchOptions<typeof fields>, 'workgroups'>,
): Dispatch {
  return dispatch(aloneShader, {
    ...others,
    constants: { ...constants, SCALED: Number(format !== 'f32') },
    params,
    workgroups: linearGrid(params.parts, invocations),
  });
}
