import type { Size } from '../geometry/letterbox.ts';
import { similarityReference } from '../similarity/similarity.reference.ts';
import type { TemplatePoint } from '../similarity/similarity.ts';
import { type FaceModel, farthestMove, flattest, type Relief, smallestUnit } from './frontal.ts';

export interface FrontalReferenceArgs {
  readonly face: FaceModel;
  readonly template: readonly TemplatePoint[];
  readonly size: Size;
  readonly rows: number;
  readonly columns: number;
  readonly mirror: boolean;
}

type Pair = readonly [x: number, y: number];
type Vector = readonly [x: number, y: number, z: number];

/**
 * The grid of one face's frontal view, `[rows, columns, 8]`, in float64.
 *
 * @param points x and y of each, one after the other
 */
export function frontalReference(
  { face, template, size, rows, columns, mirror }: FrontalReferenceArgs,
  points: ArrayLike<number>,
): Float64Array {
  const landmarks = face.points.map((_, i): Pair => [points[2 * i], points[2 * i + 1]]);
  const { right, down, scale, start } = cameraOf(face, landmarks);
  const project = (p: Vector): Pair => [
    scale * dot(right, p) + start[0],
    scale * dot(down, p) + start[1],
  ];
  const moves = face.points.map(({ x, y, z }, i): Vector => {
    const [px, py] = project([x, y, z]);
    const error = [landmarks[i][0] - px, landmarks[i][1] - py];
    const along = (axis: 0 | 1 | 2) => {
      const whole =
        scale > smallestUnit ? (error[0] * right[axis] + error[1] * down[axis]) / scale : 0;
      return Math.max(-farthestMove, Math.min(farthestMove, whole));
    };
    return [along(0), along(1), along(2)];
  });
  const seen = face.points.flatMap(({ x, y }, i) => [x + moves[i][0], y + moves[i][1]]);
  const view = similarityReference(template, seen);
  const most = Math.max(...face.points.map(({ weight }) => weight));

  const spot = ([x, y]: Pair) => {
    const sum = [0, 0, 0];
    let total = 1e-3;
    face.points.forEach((point, i) => {
      const squared = (x - point.x) ** 2 + (y - point.y) ** 2;
      const weight = (point.weight / most) * Math.exp(-squared / (2 * face.reach ** 2));
      total += weight;
      for (const axis of [0, 1, 2] as const) sum[axis] += weight * moves[i][axis];
    });
    const [dx, dy, dz] = sum.map((value) => value / total);
    const [z, nx, ny, mirrored] = reliefAt(face.relief, x - dx, y - dy);
    const normal: Vector = [nx, ny, -Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny))];
    const away = cross(right, down);
    return { at: project([x, y, z + dz]), facing: -dot(normal, away), mirrored };
  };

  const grid: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const across = (column / (columns - 1)) * size.width;
      const x = mirror ? size.width - across : across;
      const y = (row / (rows - 1)) * size.height;
      const at = (map: Vector) => map[0] * x + map[1] * y + map[2];
      const place: Pair = [at(view.x), at(view.y)];
      const own = spot(place);
      const other = spot([-place[0], place[1]]);
      const hidden = 1 - smoothStep(0.35, 0.65, own.facing);
      const better = smoothStep(0.1, 0.4, other.facing - own.facing);
      grid.push(...own.at, ...other.at, own.mirrored * hidden * better, 0, 0, 0);
    }
  }
  return Float64Array.from(grid);
}

/** The scaled turn that is nearest to the affine camera with the least weighted squares of errors. */
function cameraOf({ points }: FaceModel, landmarks: readonly Pair[]) {
  // Normal equations, in x, y, z and 1.
  const rows = points.map(({ x, y, z }) => [x, y, z, 1]);
  const products = [0, 1, 2, 3].map((a) =>
    [0, 1, 2, 3].map((b) =>
      rows.reduce((sum, row, i) => sum + points[i].weight * row[a] * row[b], 0),
    ),
  );
  const solve = (axis: 0 | 1) =>
    eliminate(
      products,
      [0, 1, 2, 3].map((a) =>
        rows.reduce((sum, row, i) => sum + points[i].weight * row[a] * landmarks[i][axis], 0),
      ),
    );
  const [first, second] = [solve(0), solve(1)];
  const affine: [Vector, Vector] = [
    [first[0], first[1], first[2]],
    [second[0], second[1], second[2]],
  ];
  const [a, b, c] = [
    dot(affine[0], affine[0]),
    dot(affine[0], affine[1]),
    dot(affine[1], affine[1]),
  ];
  let right: Vector = [1, 0, 0];
  let down: Vector = [0, 1, 0];
  let scale = Math.sqrt((a + c) / 2);
  if (scale > smallestUnit && a * c - b * b > flattest * (a + c) ** 2) {
    const root = squareRoot([a, b, b, c]);
    const [p, q, r, s] = inverse(root);
    right = combine(p, affine[0], q, affine[1]);
    down = combine(r, affine[0], s, affine[1]);
    scale = (root[0] + root[3]) / 2;
  }
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: (i: number) => number) =>
    points.reduce((sum, { weight }, i) => sum + (weight / total) * of(i), 0);
  const centre: Vector = [
    mean((i) => points[i].x),
    mean((i) => points[i].y),
    mean((i) => points[i].z),
  ];
  const start: Pair = [
    mean((i) => landmarks[i][0]) - scale * dot(right, centre),
    mean((i) => landmarks[i][1]) - scale * dot(down, centre),
  ];
  return { right, down, scale, start };
}

type Square = readonly [a: number, b: number, c: number, d: number];

function inverse([a, b, c, d]: Square): Square {
  const determinant = a * d - b * c;
  return [d / determinant, -b / determinant, -c / determinant, a / determinant];
}

/** The square root of a positive 2×2 matrix, by the iterations of Denman and Beavers (1976). */
function squareRoot(matrix: Square): Square {
  let root = matrix;
  let other: Square = [1, 0, 0, 1];
  for (let i = 0; i < 60; i++) {
    const [fromOther, fromRoot] = [inverse(other), inverse(root)];
    const half = (x: Square, y: Square): Square => [
      (x[0] + y[0]) / 2,
      (x[1] + y[1]) / 2,
      (x[2] + y[2]) / 2,
      (x[3] + y[3]) / 2,
    ];
    [root, other] = [half(root, fromOther), half(other, fromRoot)];
  }
  return root;
}

/** Gaussian elimination with pivots. */
function eliminate(matrix: readonly (readonly number[])[], values: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, values[i]]);
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column; row < n; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let k = column; k <= n; k++) rows[row][k] -= factor * rows[column][k];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

function reliefAt({ rows, columns, left, top, step, cells }: Relief, x: number, y: number) {
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const column = within((x - left) / step, columns);
  const row = within((y - top) / step, rows);
  const [c, r] = [Math.floor(column), Math.floor(row)];
  const cell = (r: number, c: number) =>
    cells.subarray(
      4 * (Math.min(r, rows - 1) * columns + Math.min(c, columns - 1)),
      4 * (Math.min(r, rows - 1) * columns + Math.min(c, columns - 1)) + 4,
    );
  const [u, v] = [column - c, row - r];
  return [0, 1, 2, 3].map(
    (k) =>
      (1 - v) * ((1 - u) * cell(r, c)[k] + u * cell(r, c + 1)[k]) +
      v * ((1 - u) * cell(r + 1, c)[k] + u * cell(r + 1, c + 1)[k]),
  );
}

function smoothStep(low: number, high: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function combine(p: number, a: Vector, q: number, b: Vector): Vector {
  return [p * a[0] + q * b[0], p * a[1] + q * b[1], p * a[2] + q * b[2]];
}
