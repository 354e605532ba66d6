/** x to the right of who looks at it, y upwards, z towards them. */
export type Point = readonly [x: number, y: number, z: number];

/** A surface of triangles, which need not be closed. */
export interface Mesh {
  readonly points: readonly Point[];
  /** Three indices of points each, counter-clockwise where the triangle looks at us. */
  readonly triangles: readonly (readonly [number, number, number])[];
}

export function joined(...meshes: readonly Mesh[]): Mesh {
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  for (const mesh of meshes) {
    const first = points.length;
    for (const point of mesh.points) points.push(point);
    for (const [a, b, c] of mesh.triangles) triangles.push([a + first, b + first, c + first]);
  }
  return { points, triangles };
}

export function moved(mesh: Mesh, move: (point: Point) => Point): Mesh {
  return { ...mesh, points: mesh.points.map(move) };
}

/**
 * A point that turns about the origin as a head does: to its left by a positive yaw, then up by a positive pitch, then
 * clockwise to whoever looks by a positive roll; degrees.
 */
export function turnedBy(yaw: number, pitch: number, roll: number): (point: Point) => Point {
  const [[sy, cy], [sp, cp], [sr, cr]] = [yaw, pitch, roll].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [Math.sin(angle), Math.cos(angle)];
  });
  return ([x, y, z]) => {
    const [x1, z1] = [cy * x + sy * z, cy * z - sy * x];
    const [y2, z2] = [cp * y + sp * z1, cp * z1 - sp * y];
    return [cr * x1 + sr * y2, cr * y2 - sr * x1, z2];
  };
}

/** What a point of a sphere becomes, by its place on it: a surface of so many rings and segments. */
export function globe(rings: number, segments: number, place: (onSphere: Point) => Point): Mesh {
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  const at = (ring: number, segment: number) => ring * segments + (segment % segments);
  for (let ring = 0; ring <= rings; ring++) {
    const down = (Math.PI * ring) / rings;
    for (let segment = 0; segment < segments; segment++) {
      const around = (2 * Math.PI * segment) / segments;
      const wide = Math.sin(down);
      points.push(place([wide * Math.sin(around), Math.cos(down), wide * Math.cos(around)]));
      if (ring === rings) continue;
      const [a, b] = [at(ring, segment), at(ring, segment + 1)];
      const [c, d] = [at(ring + 1, segment), at(ring + 1, segment + 1)];
      triangles.push([a, c, b], [b, c, d]);
    }
  }
  return { points, triangles };
}

/** The mesh of a Wavefront file: its vertices and its triangles, nothing else. */
export function parseObj(text: string): Mesh {
  const points: Point[] = [];
  const triangles: [number, number, number][] = [];
  for (const line of text.split('\n')) {
    const [kind, ...words] = line.trim().split(/\s+/);
    if (kind !== 'v' && kind !== 'f') continue;
    const [a, b, c] = words.map((word) => Number.parseFloat(word));
    if (kind === 'v') points.push([a, b, c]);
    else triangles.push([a - 1, b - 1, c - 1]);
  }
  return { points, triangles };
}

/**
 * The mesh of a module that holds its arrays as base64, as stackgl's do:
 * `exports.positions = require("./load")(Float32Array, "…")`, and `cells`, a `Uint32Array`.
 */
export function parseStackgl(text: string): Mesh {
  const triples = (name: string, read: (bytes: Buffer, at: number) => number) => {
    const found = new RegExp(`exports\\.${name} = [^;]*?"([A-Za-z0-9+/=]+)"\\)`).exec(text);
    if (!found) throw new Error(`the module has no ${name}`);
    const bytes = Buffer.from(found[1], 'base64');
    return Array.from({ length: bytes.length / 12 }, (_, i): [number, number, number] => [
      read(bytes, 12 * i),
      read(bytes, 12 * i + 4),
      read(bytes, 12 * i + 8),
    ]);
  };
  return {
    points: triples('positions', (bytes, at) => bytes.readFloatLE(at)),
    triangles: triples('cells', (bytes, at) => bytes.readUInt32LE(at)),
  };
}
