import type { Size } from '../geometry/letterbox.ts';
import type { Random } from '../testing/random.ts';

/** How landmarks lie that no face has. */
export type OddLandmarks =
  | 'one point'
  | 'a line'
  | 'far apart'
  | 'NaN'
  | 'infinite'
  | 'unlike a face';

export interface FrontalCase {
  readonly name: string;
  readonly faces: number;
  readonly points: number;
  readonly size: Size;
  /** Rows and columns of the relief. */
  readonly relief?: readonly [rows: number, columns: number];
  /** Yaw, pitch and roll, in degrees. */
  readonly pose?: readonly [yaw: number, pitch: number, roll: number];
  readonly odd?: OddLandmarks;
  readonly live?: number;
  readonly mirror?: boolean;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const square: Size = { width: 112, height: 112 };
const small: Size = { width: 17, height: 9 };

export const frontalCases: readonly FrontalCase[] = [
  { name: 'straight', faces: 1, points: 68, size: square },
  { name: 'yaw 30°', faces: 1, points: 68, size: square, pose: [30, 0, 0] },
  { name: 'yaw -60°, pitch 20°, roll 40°', faces: 2, points: 51, size: small, pose: [-60, 20, 40] },
  { name: 'a profile', faces: 1, points: 68, size: small, pose: [90, 0, 0] },
  { name: 'upside down', faces: 1, points: 66, size: small, pose: [10, -5, 180] },
  { name: 'five points', faces: 3, points: 5, size: small, pose: [20, 0, 0] },
  { name: 'one pixel', faces: 1, points: 68, size: { width: 1, height: 1 } },
  { name: 'a relief of one cell', faces: 1, points: 9, size: small, relief: [1, 1] },
  { name: 'a relief of one row', faces: 1, points: 9, size: small, relief: [1, 7] },
  { name: '17 faces', faces: 17, points: 7, size: small, pose: [-20, 10, 0] },
  { name: 'no faces', faces: 0, points: 7, size: small },
  { name: '9 of 16 live', faces: 16, points: 7, size: small, live: 9 },
  { name: 'mirrored', faces: 2, points: 68, size: small, pose: [30, 0, 10], mirror: true },
  { name: 'folded workgroups', faces: 18, points: 5, size: small, folded: true },
  ...(['one point', 'a line', 'far apart', 'NaN', 'infinite', 'unlike a face'] as const).map(
    (odd): FrontalCase => ({ name: `landmarks: ${odd}`, faces: 2, points: 68, size: small, odd }),
  ),
];

export function drawFrontal(random: Random): FrontalCase {
  const size = { width: random.integer(1, 40), height: random.integer(1, 40) };
  const pose = [
    random.uniform(-80, 80),
    random.uniform(-40, 40),
    random.uniform(-180, 180),
  ] as const;
  const points = random.integer(5, 70);
  const name = `${points} points, ${size.width}×${size.height}, ${pose.map((angle) => `${angle.toFixed(0)}°`).join(', ')}`;
  return { name, faces: random.integer(1, 4), points, size, pose };
}
