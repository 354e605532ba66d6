import type { Device } from '../device/device.ts';

/** What decides how workgroups are laid out. */
export type ScanTarget = Pick<Device, 'info' | 'limits'>;

/** How a workgroup is laid out. */
export interface ScanTile {
  readonly invocations: number;
  /** Invocations that read a row side by side. */
  readonly lanes: number;
  /** Rows of an invocation. */
  readonly rows: number;
  /** Tiles of rows that follow one another before the lists are looked after. */
  readonly tiles: number;
  /** Rows of all these tiles. */
  readonly rowsBetween: number;
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
  const most = Math.min(8, 2 ** Math.ceil(Math.log2(Math.max(1, queries))));
  for (let together = most; together >= 1; together /= 2) {
    const rows = (together === 1 ? 4 : 2) * (info.software ? 2 : 1);
    const size = (invocations / lanes) * rows;
    // Sums (one more for the cosine) where rows are shared, the lists' lengths and those of the queries.
    const sums = lanes === 1 ? 1 : (together + 1) * size * lanes;
    const others = sums + 2 * together + 1;
    for (let tiles = info.software ? 16 : 1; tiles >= 1; tiles /= 2) {
      const rowsBetween = tiles * size;
      const roomBits = Math.ceil(Math.log2(k + 1.5 * rowsBetween));
      const words = together * 2 ** (roomBits + 1) + others;
      if (words * 4 > limits.maxComputeWorkgroupStorageSize) continue;
      return { invocations, lanes, rows, tiles, rowsBetween, queries: together, roomBits };
    }
  }
  return undefined;
}
