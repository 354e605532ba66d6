import type { Device } from '../device/device.ts';

/** The parameters of a shader that searches parts of a segment. */
export const searchFields = {
  queries: 'u32',
  rows: 'u32',
  size: 'u32',
  kept: 'u32',
  parts: 'u32',
  part_rows: 'u32',
  lists: 'u32',
  first_list: 'u32',
} as const;

/** What decides how workgroups are laid out. */
export type ScanTarget = Pick<Device, 'info' | 'limits'>;

/** How a workgroup is laid out. */
export interface ScanTile {
  readonly invocations: number;
  /** Invocations that read a row side by side. */
  readonly lanes: number;
  /** Rows of an invocation. */
  readonly rows: number;
  /** Rows of the workgroup at a time. */
  readonly size: number;
  /** Queries at a time. */
  readonly queries: number;
  /** Binary logarithm of the pairs that a query's list has room for. */
  readonly roomBits: number;
}

/**
 * The layout for so many queries that fits into the workgroup memory of the adapter; undefined where it
 * has no room for k rows.
 *
 * A graphics processor reads a row by neighbouring invocations, so that what they read at once lies
 * together. On a software adapter each invocation has a row of its own, and all read the same of a query.
 */
export function scanTile(
  { info, limits }: ScanTarget,
  queries: number,
  k: number,
): ScanTile | undefined {
  const lanes = info.software ? 1 : 8;
  const invocations = info.software ? 8 : 128;
  for (let together = queriesTogether(queries); together >= 1; ) {
    const rows = (together === 1 ? 4 : 2) * (info.software ? 2 : 1);
    const size = (invocations / lanes) * rows;
    const roomBits = Math.ceil(Math.log2(k + 1.5 * size));
    // Lists, sums (one more for the cosine), their counts and lengths.
    const words = together * 2 ** (roomBits + 1) + (together + 1) * size * lanes + 2 * together + 1;
    const tile = { invocations, lanes, rows, size, queries: together, roomBits };
    if (words * 4 <= limits.maxComputeWorkgroupStorageSize) return tile;
    together /= 2;
  }
  return undefined;
}

/** Queries that are compared with a row at a time, where there is room for all of theirs. */
export function queriesTogether(queries: number): number {
  return Math.min(8, 2 ** Math.ceil(Math.log2(Math.max(1, queries))));
}
