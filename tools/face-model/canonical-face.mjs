// Makes packages/pipeline/src/align/frontal/canonical-face.ts: the mean face of the frontal alignment.
//
// node tools/face-model/canonical-face.mjs --mesh canonical_face_model.obj --landmarks landmarks68.json --marked FILE.json
//
// The mesh is MediaPipe's, the landmarks name its vertices for each of iBUG's 68, and marked faces are a file of
// 68 points a face, from which it is seen how far each point lies from where the mesh has it.

import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../build/packages.mjs';

const { values } = parseArgs({
  options: {
    mesh: { type: 'string' },
    landmarks: { type: 'string' },
    marked: { type: 'string' },
  },
});
const { mesh, landmarks: correspondence, marked } = values;
if (!mesh || !correspondence || !marked) throw new Error('name --mesh, --landmarks and --marked');

/** @typedef {[number, number, number]} Vector */

/** @type {Vector[]} */
const vertices = [];
/** @type {number[]} */
const triangles = [];
for (const line of readFileSync(mesh, 'utf8').split('\n')) {
  const [kind, ...words] = line.trim().split(/\s+/);
  // The mesh looks along its own z axis, and has y upwards.
  if (kind === 'v') vertices.push([Number(words[0]), -Number(words[1]), -Number(words[2])]);
  if (kind === 'f') triangles.push(...words.map((word) => Number.parseInt(word, 10) - 1));
}

/** @type {number[][]} */
const members = JSON.parse(readFileSync(correspondence, 'utf8'));
const raw = members.map((own) => meanOf(own.map((i) => vertices[i])));
const centre = meanOf(raw.slice(17));
const unit = Math.hypot(...raw[36].map((value, axis) => value - raw[45][axis]));
/** @param {number[]} point */
const normalise = (point) => point.map((value, axis) => (value - centre[axis]) / unit);
const points = raw.map(normalise);

/** @param {number[][]} list */
function meanOf(list) {
  return [0, 1, 2].map((axis) => list.reduce((sum, p) => sum + p[axis], 0) / list.length);
}

/** @param {readonly number[]} a @param {readonly number[]} b */
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/**
 * The inner points' least-squares camera that turns, scales and moves, and each point's squared error along an axis,
 * in the face's units.
 *
 * @param {number[][]} seen
 */
function squaredErrors(seen) {
  const inner = points.slice(17);
  const mean = meanOf(inner);
  const place = inner.map((point) => point.map((value, axis) => value - mean[axis]));
  const seenInner = seen.slice(17);
  const middle = [0, 1].map(
    (axis) => seenInner.reduce((sum, point) => sum + point[axis], 0) / seenInner.length,
  );
  const products = [0, 1, 2].map((a) =>
    [0, 1, 2].map((b) => dot(column(place, a), column(place, b))),
  );
  const [right, down] = [0, 1].map((axis) => {
    const target = seenInner.map((point) => point[axis] - middle[axis]);
    return solve3(
      products,
      [0, 1, 2].map((a) => dot(column(place, a), target)),
    );
  });
  const [a, b, c] = [dot(right, right), dot(right, down), dot(down, down)];
  const rootOf = Math.sqrt(a * c - b * b);
  const trace = Math.sqrt(a + c + 2 * rootOf);
  const turn = (/** @type {number} */ p, /** @type {number} */ q) =>
    right.map((value, i) => (p * value + q * down[i]) / (trace * rootOf));
  const rows = [turn(c + rootOf, -b), turn(-b, a + rootOf)];
  const scale = trace / 2;
  return points.map((point, i) => {
    const from = point.map((value, axis) => value - mean[axis]);
    const errors = rows.map((row, axis) => (seen[i][axis] - middle[axis]) / scale - dot(row, from));
    return dot(errors, errors) / 2;
  });
}

/** @param {number[][]} rows @param {number} i */
function column(rows, i) {
  return rows.map((row) => row[i]);
}

/** Cramer's rule. @param {number[][]} m @param {number[]} v */
function solve3(m, v) {
  const determinant = (/** @type {number[][]} */ [p, q, r]) =>
    p[0] * (q[1] * r[2] - q[2] * r[1]) -
    p[1] * (q[0] * r[2] - q[2] * r[0]) +
    p[2] * (q[0] * r[1] - q[1] * r[0]);
  const whole = determinant(m);
  return [0, 1, 2].map(
    (k) => determinant(m.map((row, i) => row.map((x, j) => (j === k ? v[i] : x)))) / whole,
  );
}

/** @type {number[][][]} */
const faces = Object.values(JSON.parse(readFileSync(marked, 'utf8')));
const errors = faces.map(squaredErrors);
const variances = points.map((_, i) => {
  const sorted = column(errors, i).sort((a, b) => a - b);
  // Of the sum of two squares half the median is ln 2 times the variance; some faces are marked wrongly.
  return sorted[sorted.length >> 1] / Math.LN2;
});
// Both sides of a face are alike: each point has a partner where the mirrored mesh has one.
const partner = points.map(([x, y, z]) => {
  const distances = points.map((other) => Math.hypot(other[0] + x, other[1] - y, other[2] - z));
  return distances.indexOf(Math.min(...distances));
});
const weights = variances.map((variance, i) => 2 / (variance + variances[partner[i]]));
const most = Math.max(...weights);

/** @param {number[]} list @param {typeof Int16Array | typeof Uint16Array} Type */
const pack = (list, Type) => Buffer.from(new Type(list).buffer).toString('base64');
const steps = 1e4;
const packedVertices = pack(
  vertices.flatMap((vertex) => normalise(vertex).map((value) => Math.round(value * steps))),
  Int16Array,
);
const jaw = points
  .slice(0, 17)
  .map((point) => `  [${point.map((value) => Number(value.toFixed(4)) + 0).join(', ')}],`);
const source = `// Made by tools/face-model/canonical-face.mjs, not by hand.

/** Where iBUG's landmarks 0 to 16, the jaw, lie on the mean face, as \`faceShape\` has the others. */
export const jawShape: readonly (readonly [x: number, y: number, z: number])[] = [
${jaw.join('\n')}
];

/**
 * How much each of the 68 landmarks says of a camera: 1 divided by the variance of its place about the mean face's,
 * as a share of the largest; on ${faces.length} marked faces of AFW and Helen.
 */
export const landmarkWeights: readonly number[] = [
  ${weights.map((weight) => Number((weight / most).toFixed(3))).join(', ')},
];

/**
 * MediaPipe's canonical face model (google-ai-edge/mediapipe, \`canonical_face_model.obj\`, Apache-2.0): x, y and z of
 * ${vertices.length} vertices in ten-thousandths, about the same origin and in the same units as \`faceShape\`; 16 bits each, in base64.
 */
export const meshVertices =
  '${packedVertices}';

/** Its ${triangles.length / 3} triangles: three vertices each, 16 bits a vertex, in base64. */
export const meshTriangles =
  '${pack(triangles, Uint16Array)}';
`;
writeFileSync(path.join(root, 'packages/pipeline/src/align/frontal/canonical-face.ts'), source);
