import { distanceOf, type Metric, type RecognizerInfo } from '@facegpu/pipeline';
import type { FindNearest } from '../clean/nearest.ts';
import type { FaceRecord } from '../dataset/face-record.ts';
import type { PreparedPhoto } from '../dataset/prepare-dataset.ts';
import { Random } from '../dataset/random.ts';

const dimensions = 32;

/** What the descriptors of fake faces are said to be made by. */
export const fakeRecognizer = {
  name: 'fake',
  model: 'fake@0/chip64',
  dimensions,
  metric: 'cosine',
  threshold: 0.58,
  thresholds: [],
} as const satisfies RecognizerInfo;

/**
 * A unit vector near a person's own direction.
 *
 * @param spread how far photos of one person lie apart; 0.8 is a distance of about 0.4
 */
export function descriptorOf(person: string, photo: number | string, spread = 0.8): Float32Array {
  const [own, noise] = [new Random(person), new Random(person, photo)];
  const values = Array.from({ length: dimensions }, () => own.normal() + spread * noise.normal());
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

/** A photo with an ordinary face. */
export function fakePhoto(
  file: string,
  person: string,
  descriptor: Float32Array,
  face: Partial<FaceRecord> = {},
): PreparedPhoto {
  const key = file.replaceAll(/\W/g, '-');
  const usual: FaceRecord = {
    box: { x: 40, y: 30, width: 70, height: 80 },
    photo: { width: 150, height: 150 },
    score: 0.99,
    landmarks: [],
    pose: { yaw: 5, pitch: -3, roll: 1 },
    age: 40,
    others: 0,
    rival: 0,
    brightness: 0.5,
    contrast: 0.2,
    sharpness: 300,
    descriptor,
  };
  return { file, person, hash: key, key, face: { ...usual, ...face } };
}

/** Search by looking at everything. */
export function nearestBy(metric: Metric): FindNearest {
  return async (vectors, queries, k) => {
    return queries.map((query) => {
      return vectors
        .map((vector, index) => ({ index, distance: distanceOf(metric, query, vector) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, k);
    });
  };
}
