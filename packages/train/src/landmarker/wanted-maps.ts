import type { NetworkBuilder } from '../networks/network-builder.ts';

/** Inputs of a landmarker's loss: where its points lie, in cells of the maps. */
export const wantedInputs = { x: 'wanted x', y: 'wanted y' } as const;

export interface WantedMapsOptions {
  /** Images of a batch. */
  readonly count: number;
  readonly points: number;
  /** Of the maps, in cells. */
  readonly side: number;
  /** Of the peaks, in cells. */
  readonly deviation: number;
}

/**
 * The maps that a landmarker is to draw, `[count, side, side, points]`: a Gaussian around each point, 1 high, of
 * the point as it is between the cells (Zhang 2020, DARK). A cell's centre lies at its number and a half. A point
 * beyond the map leaves at most its slope there.
 *
 * The points are inputs, `wantedInputs`, `[count, 1, 1, points]` each.
 */
export function wantedMaps(
  b: NetworkBuilder,
  { count, points, side, deviation }: WantedMapsOptions,
): string {
  const centres = Array.from({ length: side }, (_, cell) => cell + 0.5);
  const along = (name: string, shape: readonly number[]) => {
    const place = b.input(name, [count, 1, 1, points]);
    const off = b.add('sub', [b.constant(`cells of ${name}`, shape, centres), place]);
    const squares = b.add('mul', [off, off]);
    return b.add('exp', [b.add('mul', [squares, b.scalar(-1 / (2 * deviation ** 2))])]);
  };
  // A Gaussian of the plane is one of the columns times one of the rows.
  return b.add('mul', [
    along(wantedInputs.x, [1, 1, side, 1]),
    along(wantedInputs.y, [1, side, 1, 1]),
  ]);
}
