import type { Mesh, Point } from './mesh.ts';

/** Linear light: red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

export interface Scene {
  /** Pixels, of each side. */
  readonly side: number;
  /** Where the light comes from, as long as it is bright. */
  readonly light: Point;
  /** Light from everywhere, from above more than from below. */
  readonly ambient: number;
  /** How much of the light is mirrored, as by polished stone or metal. */
  readonly gloss: number;
  /** What of the light a place of the surface throws back, by where it is before it is turned. */
  readonly stone: (point: Point) => Colour;
  /** By the place in the picture, from 0 to 1. */
  readonly background: (x: number, y: number) => Colour;
  /** From a point of the mesh to one in the picture, whose x and y are from -1 to 1; a larger z is nearer. */
  readonly place: (point: Point) => Point;
}

/**
 * A mesh as seen from far away: Phong's shading (1975) of normals that are averaged over the triangles of a point, a
 * depth for each pixel, and no shadows.
 *
 * @returns RGB, 8 bits each, in sRGB, row by row
 */
export function render(mesh: Mesh, scene: Scene): Buffer {
  const { side, background } = scene;
  const placed = mesh.points.map(scene.place);
  const normals = normalsOf(placed, mesh.triangles);
  const depths = new Float64Array(side * side).fill(Number.NEGATIVE_INFINITY);
  const pixels = Buffer.alloc(side * side * 3);
  const paint = (at: number, colour: Colour) => {
    for (let k = 0; k < 3; k++) pixels[at * 3 + k] = encode(colour[k]);
  };
  for (let at = 0; at < side * side; at++) {
    paint(at, background((at % side) / side, Math.floor(at / side) / side));
  }
  for (const corners of mesh.triangles) {
    const [a, b, c] = corners.map((i): Point => {
      const [x, y, z] = placed[i];
      return [((x + 1) * side) / 2, ((1 - y) * side) / 2, z];
    });
    const area = cross(a, b, c);
    // Below 0, it looks at us: y goes down in a picture.
    if (!(area < 0)) continue;
    const range = (k: 0 | 1) => [
      Math.max(0, Math.ceil(Math.min(a[k], b[k], c[k]) - 0.5)),
      Math.min(side - 1, Math.floor(Math.max(a[k], b[k], c[k]) - 0.5)),
    ];
    const [[left, right], [top, bottom]] = [range(0), range(1)];
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const p: Point = [x + 0.5, y + 0.5, 0];
        const [u, v, w] = [cross(b, c, p) / area, cross(c, a, p) / area, cross(a, b, p) / area];
        if (u < 0 || v < 0 || w < 0) continue;
        const at = y * side + x;
        const depth = u * a[2] + v * b[2] + w * c[2];
        if (depth <= depths[at]) continue;
        depths[at] = depth;
        const [i, j, k] = corners;
        const own = blend(u, v, w, mesh.points[i], mesh.points[j], mesh.points[k]);
        const normal = unit(blend(u, v, w, normals[i], normals[j], normals[k]));
        paint(at, shade(scene, own, normal));
      }
    }
  }
  return pixels;
}

function shade({ light, ambient, gloss, stone }: Scene, point: Point, normal: Point): Colour {
  const bright = Math.hypot(...light);
  const [x, y, z] = unit(light);
  const facing = Math.max(0, x * normal[0] + y * normal[1] + z * normal[2]);
  const between = unit([x, y, z + 1]);
  const mirrored = Math.max(0, dot(between, normal)) ** 30 * gloss * bright;
  const diffuse = ambient * (0.75 + 0.25 * normal[1]) + bright * facing;
  const [red, green, blue] = stone(point);
  return [red * diffuse + mirrored, green * diffuse + mirrored, blue * diffuse + mirrored];
}

function normalsOf(points: readonly Point[], triangles: Mesh['triangles']): readonly Point[] {
  const sums = points.map(() => [0, 0, 0] as [number, number, number]);
  for (const corners of triangles) {
    const [a, b, c] = corners.map((i) => points[i]);
    const [u, v] = [minus(b, a), minus(c, a)];
    const normal = [
      u[1] * v[2] - u[2] * v[1],
      u[2] * v[0] - u[0] * v[2],
      u[0] * v[1] - u[1] * v[0],
    ];
    for (const i of corners) for (let k = 0; k < 3; k++) sums[i][k] += normal[k];
  }
  return sums;
}

/** Twice the area of a triangle in the picture, negative where its points go round counter-clockwise on screen. */
function cross(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function blend(u: number, v: number, w: number, a: Point, b: Point, c: Point): Point {
  return [
    u * a[0] + v * b[0] + w * c[0],
    u * a[1] + v * b[1] + w * c[1],
    u * a[2] + v * b[2] + w * c[2],
  ];
}

const dot = (a: Point, b: Point) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

function unit(point: Point): Point {
  const length = Math.hypot(...point) || 1;
  return [point[0] / length, point[1] / length, point[2] / length];
}

const steps = 8192;
/** sRGB of linear light in so many steps (IEC 61966-2-1), 0 to 255. */
const encoded = Uint8Array.from({ length: steps + 1 }, (_, i) => {
  const value = i / steps;
  return Math.round(
    255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055),
  );
});

function encode(light: number): number {
  return encoded[Math.round(steps * Math.min(1, Math.max(0, light)))];
}
