import type { Relief } from '@facegpu/kernels';
import { faceShape, firstOfShape } from '../../pose/face-shape.ts';
import { meshTriangles, meshVertices } from './canonical-face.ts';

type Vector = readonly [x: number, y: number, z: number];

/** What the relief covers: more than the chips of any template show. */
const area = { left: -1.5, top: -1.8, right: 1.5, bottom: 1.5 };

/** Between cells: about a pixel and a half of a chip that is 112 pixels wide. */
const step = 0.03;

/** Landmarks that make up what is never mirrored: each eye, and the mouth. */
const ownParts = [
  [36, 41],
  [42, 47],
  [48, 67],
] as const;

/**
 * The relief of the canonical face: for each cell the triangle of its mesh that is in front there, and the
 * barycentric coordinates in it, of which depth and normal are interpolated. Beside the face it goes on as it is at the
 * nearest place of its outline.
 */
export function createRelief(): Relief {
  const vertices = readVertices();
  const triangles = readTriangles();
  const normals = normalsOf(vertices, triangles);
  const rows = Math.round((area.bottom - area.top) / step) + 1;
  const columns = Math.round((area.right - area.left) / step) + 1;
  const cells = new Float32Array(4 * rows * columns).fill(Number.NaN);
  const put = (cell: number, x: number, y: number, corners: readonly number[], shares: Vector) => {
    const at = (values: readonly Vector[], axis: 0 | 1 | 2) =>
      corners.reduce((sum, vertex, i) => sum + shares[i] * values[vertex][axis], 0);
    const z = at(vertices, 2);
    // Of several layers, the nearest to the viewer is seen.
    if (cells[4 * cell] <= z) return;
    const normal = unit([at(normals, 0), at(normals, 1), at(normals, 2)]);
    cells.set([z, normal[0], normal[1], mirroredAt(x, y)], 4 * cell);
  };

  for (const corners of triangles) {
    const [a, b, c] = corners.map((vertex) => vertices[vertex]);
    const across = [a, b, c].map(([x]) => (x - area.left) / step);
    const down = [a, b, c].map(([, y]) => (y - area.top) / step);
    for (let row = Math.ceil(Math.min(...down)); row <= Math.max(...down); row++) {
      for (let column = Math.ceil(Math.min(...across)); column <= Math.max(...across); column++) {
        const [x, y] = [area.left + column * step, area.top + row * step];
        const shares = barycentric([a, b, c], x, y);
        if (shares?.every((share) => share >= -1e-9))
          put(row * columns + column, x, y, corners, shares);
      }
    }
  }

  const outline = outlineOf(triangles);
  for (let cell = 0; cell < rows * columns; cell++) {
    if (!Number.isNaN(cells[4 * cell])) continue;
    const x = area.left + (cell % columns) * step;
    const y = area.top + Math.floor(cell / columns) * step;
    const { edge, share } = nearestOn(outline, vertices, x, y);
    put(cell, x, y, [...edge, edge[0]], [1 - share, share, 0]);
  }
  return { rows, columns, left: area.left, top: area.top, step, cells };
}

/** How far a place may be shown as its mirror image is: not at all in the eyes and the mouth. */
function mirroredAt(x: number, y: number): number {
  const farness = ownParts.map(([first, last]) => {
    const points = faceShape.slice(first - firstOfShape, last - firstOfShape + 1);
    const [lowX, highX] = range(points.map(([px]) => px));
    const [lowY, highY] = range(points.map(([, py]) => py));
    const halfWidth = (highX - lowX) / 2;
    const halfHeight = Math.max((highY - lowY) / 2, 0.6 * halfWidth);
    return Math.hypot((x - (lowX + highX) / 2) / halfWidth, (y - (lowY + highY) / 2) / halfHeight);
  });
  const t = Math.max(0, Math.min(1, (Math.min(...farness) - 1) / 0.5));
  return t * t * (3 - 2 * t);
}

function range(values: readonly number[]): [low: number, high: number] {
  return [Math.min(...values), Math.max(...values)];
}

/** Of the corners of a triangle, seen from the front; nothing where it is seen from its side. */
function barycentric([a, b, c]: readonly Vector[], x: number, y: number): Vector | undefined {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  if (Math.abs(area) < 1e-12) return undefined;
  const second = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
  const third = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
  return [1 - second - third, second, third];
}

type Edge = readonly [from: number, to: number];

/** Edges that belong to one triangle alone. */
function outlineOf(triangles: readonly (readonly number[])[]): Edge[] {
  const edges = triangles.flatMap(([a, b, c]): Edge[] => [
    [a, b],
    [b, c],
    [c, a],
  ]);
  // Neighbours go along an edge in opposite ways.
  const known = new Set(edges.map(([from, to]) => `${from} ${to}`));
  return edges.filter(([from, to]) => !known.has(`${to} ${from}`));
}

/** The nearest place of edges, as they are seen from the front: which edge, and how far along it. */
function nearestOn(edges: readonly Edge[], vertices: readonly Vector[], x: number, y: number) {
  let best = { edge: edges[0], share: 0, distance: Number.POSITIVE_INFINITY };
  for (const edge of edges) {
    const [a, b] = edge.map((vertex) => vertices[vertex]);
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy);
    const share = Math.max(0, Math.min(1, along));
    const distance = Math.hypot(x - a[0] - share * dx, y - a[1] - share * dy);
    if (distance < best.distance) best = { edge, share, distance };
  }
  return best;
}

/** Of each vertex: the mean of those of its triangles, the larger the more; towards the viewer. */
function normalsOf(
  vertices: readonly Vector[],
  triangles: readonly (readonly number[])[],
): Vector[] {
  const sums = vertices.map(() => [0, 0, 0]);
  for (const corners of triangles) {
    const [a, b, c] = corners.map((vertex) => vertices[vertex]);
    const [u, v] = [subtract(b, a), subtract(c, a)];
    const normal = [
      u[1] * v[2] - u[2] * v[1],
      u[2] * v[0] - u[0] * v[2],
      u[0] * v[1] - u[1] * v[0],
    ];
    for (const vertex of corners) {
      for (const axis of [0, 1, 2]) sums[vertex][axis] += normal[axis];
    }
  }
  // All triangles go round the same way: towards the viewer, or all away.
  const isAway = sums.reduce((sum, [, , z]) => sum + z, 0) > 0;
  return sums.map(([x, y, z]) => unit(isAway ? [-x, -y, -z] : [x, y, z]));
}

function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function readVertices(): Vector[] {
  const numbers = new Int16Array(bytesOf(meshVertices));
  return Array.from({ length: numbers.length / 3 }, (_, i) => [
    numbers[3 * i] / 1e4,
    numbers[3 * i + 1] / 1e4,
    numbers[3 * i + 2] / 1e4,
  ]);
}

function readTriangles(): number[][] {
  const numbers = new Uint16Array(bytesOf(meshTriangles));
  return Array.from({ length: numbers.length / 3 }, (_, i) => [
    ...numbers.subarray(3 * i, 3 * i + 3),
  ]);
}

function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
}
