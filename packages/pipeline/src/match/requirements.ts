import { type DistanceMetric, FaceGpuError, type VectorFormat } from '@facegpu/kernels';
import { isKind } from '../api/kinds.ts';
import type { IndexOptions, Vectors } from './vector-index.ts';

/** The largest id; one more stands for none. */
const largestId = 0xfffffffe;
/** Squared length up to which no squared distance overflows. */
const mostSquares = 2 ** 125;

const metrics: readonly DistanceMetric[] = ['squaredEuclidean', 'cosine', 'innerProduct'];
const formats: readonly VectorFormat[] = ['f32', 'f16', 'int8'];

/** @throws FaceGpuError `bad-argument` */
export function requireIndexOptions({
  dimensions,
  metric = 'squaredEuclidean',
  format = 'f32',
}: IndexOptions): Required<IndexOptions> {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw wrong(`dimensions is ${String(dimensions)}`, 'Give a whole number from 1.');
  }
  if (!metrics.includes(metric)) {
    throw wrong(`there is no metric "${String(metric)}"`, `Choose one of ${metrics.join(', ')}.`);
  }
  if (!formats.includes(format)) {
    throw wrong(`there is no format "${String(format)}"`, `Choose one of ${formats.join(', ')}.`);
  }
  return { dimensions, metric, format };
}

/**
 * The number of vectors, all of which can be measured.
 *
 * @throws FaceGpuError `bad-argument`, `shape-mismatch`
 */
export function requireVectors(dimensions: number, vectors: Vectors): number {
  if (!isKind(vectors, 'Float32Array')) {
    throw wrong('the vectors are no Float32Array', 'Give one, with one vector after the other.');
  }
  if (vectors.length % dimensions !== 0) {
    throw new FaceGpuError(
      'shape-mismatch',
      `there are ${vectors.length} numbers, vectors of this index have ${dimensions} each`,
      'Give whole vectors, one after the other.',
    );
  }
  for (let begin = 0; begin < vectors.length; begin += dimensions) {
    let squares = 0;
    for (let i = begin; i < begin + dimensions; i++) squares += vectors[i] ** 2;
    if (squares <= mostSquares) continue;
    const values = vectors.subarray(begin, begin + dimensions);
    const odd = values.findIndex((value) => !Number.isFinite(value));
    throw wrong(
      odd < 0
        ? `vector ${begin / dimensions} is ${Math.sqrt(squares).toPrecision(3)} long`
        : `vector ${begin / dimensions} has ${values[odd]} at ${odd}`,
      odd < 0
        ? `Give vectors of at most ${Math.sqrt(mostSquares).toPrecision(3)}: distances of longer ones overflow.`
        : 'Leave out what could not be computed.',
    );
  }
  return vectors.length / dimensions;
}

/** @throws FaceGpuError `bad-argument` */
export function requireIds(ids: ArrayLike<number>): Uint32Array<ArrayBuffer> {
  for (let i = 0; i < ids.length; i++) {
    if (Number.isInteger(ids[i]) && ids[i] >= 0 && ids[i] <= largestId) continue;
    throw wrong(`there is no id ${String(ids[i])}`, `Give whole numbers from 0 to ${largestId}.`);
  }
  return Uint32Array.from(ids);
}

/**
 * Ids that are free, one for each vector.
 *
 * @throws FaceGpuError `bad-argument`
 */
export function requireNewIds(
  given: ArrayLike<number>,
  count: number,
  isTaken: (id: number) => boolean,
): Uint32Array<ArrayBuffer> {
  if (given.length !== count) {
    throw wrong(`${given.length} ids for ${count} vectors`, 'Give one id for each vector.');
  }
  const ids = requireIds(given);
  const isAscending = ids.every((id, i) => i === 0 || id > ids[i - 1]);
  const sorted = isAscending ? ids : ids.slice().sort();
  const again = sorted.find((id, i) => (i > 0 && id === sorted[i - 1]) || isTaken(id));
  if (again === undefined) return ids;
  throw wrong(`the id ${again} is there already`, 'Remove its vector first, or give another id.');
}

/** @throws FaceGpuError `bad-argument` */
export function requireCount(count: number): void {
  if (Number.isInteger(count) && count >= 0) return;
  throw wrong(`the number of vectors is ${String(count)}`, 'Give a whole number from 0.');
}

/** @throws FaceGpuError `bad-argument` */
export function requireK(k: number): void {
  if (Number.isInteger(k) && k >= 1) return;
  throw wrong(`k is ${String(k)}`, 'Give a whole number from 1.');
}

/** @throws FaceGpuError `bad-argument` */
export function requireRadius(radius: number): void {
  if (typeof radius === 'number' && !Number.isNaN(radius)) return;
  throw wrong(`the radius is ${String(radius)}`, 'Give a number.');
}

function wrong(message: string, fix: string): FaceGpuError {
  return new FaceGpuError('bad-argument', message, fix);
}
