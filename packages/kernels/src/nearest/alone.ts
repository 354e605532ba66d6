import { rowTypes, type VectorFormat, vectorReaders } from '../distance/format.ts';
import { type Dispatch, type DispatchOptions, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import source from './alone.wgsl';
import { queriesTogether, type ScanTarget, searchFields } from './tile.ts';

/** Pairs of a query that an invocation keeps, at most: more than a few for a single query only. */
const most = { ofOne: 64, ofMany: 16 };
const fewestKept = 16;
const invocations = 8;

export const aloneShader = defineShader({
  name: 'nearest/alone',
  source,
  params: struct(searchFields),
  types: /* @__PURE__ */ rowTypes('f32'),
  functions: /* @__PURE__ */ vectorReaders('f32'),
  constants: {
    METRIC: 0,
    KEPT: fewestKept,
    QUERIES: 1,
    ROWS: 2,
    INVOCATIONS: invocations,
    TAIL: 0,
    MASKED: 0,
  },
  batched: true,
});

/** Whether each invocation may search by itself: where waiting is dear, and little is kept. */
export function searchesAlone({ info }: ScanTarget, queries: number, k: number): boolean {
  return info.software && k <= (queries === 1 ? most.ofOne : most.ofMany);
}

/** Invocations that are under way at once, at most: each fills a list for each of its queries. */
const mostInvocations = { shortLists: 128, longLists: 64 };
/** Rows of an invocation, at least: before that, most of what it finds is new to it. */
const fewestRows = 64;

/** How the rows of a segment are spread over invocations. */
export function partsAlone(
  queries: number,
  k: number,
  rows: number,
): { readonly count: number; readonly length: number } {
  const wanted = k > fewestKept ? mostInvocations.longLists : mostInvocations.shortLists;
  const parts = Math.max(
    invocations,
    Math.floor(wanted / Math.ceil(queries / queriesTogether(queries))),
  );
  const length = Math.max(fewestRows, Math.ceil(rows / parts));
  return { count: Math.ceil(rows / length), length };
}

/**
 * The k nearest rows of each query in each part of a segment.
 *
 * @param options whose constants are those that both ways of searching have
 */
export function searchAlone(
  format: VectorFormat,
  { constants, params, ...others }: Omit<DispatchOptions<typeof searchFields>, 'workgroups'>,
): Dispatch {
  const queries = queriesTogether(params.queries);
  const layout = {
    KEPT: Math.max(fewestKept, 2 ** Math.ceil(Math.log2(params.kept))),
    QUERIES: queries,
    ROWS: queries === 1 && format === 'f32' ? rowsOfOne(params.size) : 4,
  };
  const blocks = Math.ceil(params.queries / queries);
  return dispatch(aloneShader, {
    ...others,
    constants: { ...constants, ...layout },
    params,
    workgroups: linearGrid(Math.ceil(params.parts / invocations) * blocks, 1),
  });
}

/** Rows that an invocation compares one query with at a time: as measured on lavapipe. */
function rowsOfOne(size: number): number {
  return size < 512 ? 2 : 8;
}
