import path from 'node:path';
import sharp, { type Region } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Box, Face } from '../api/face.ts';
import { euclideanDistance } from '../match/metric.ts';
import type { Pixels } from '../photo/photo.ts';
import { type FaceApi, type FaceApiFace, loadFaceApi } from '../testing/face-api.ts';
import { readRgb } from '../testing/rgb.ts';
import { samples } from '../testing/samples.ts';
import { usePipeline } from '../testing/use-pipeline.ts';

/** What a face differs in, and how far it may. */
const allowed = {
  /** Pixels, of any edge. */
  box: 1,
  score: 1e-3,
  /** Pixels, of any coordinate. */
  landmarks: 1,
  /** Euclidean distance. */
  descriptor: 1e-2,
  /** Of a probability. */
  expressions: 1e-2,
  /** Years. */
  age: 0.1,
  /** Of a probability. */
  gender: 1e-2,
};

type Differences = typeof allowed;

let faceApi: FaceApi;

beforeAll(async () => {
  faceApi = await loadFaceApi();
});

/** A photo, or a part of one, and how many faces are on it. */
interface Row {
  readonly name: string;
  readonly count: number;
  readonly file: string;
  readonly place?: Region;
}

const groups = [3, 3, 3, 4, 5, 4].map((count, i): Row => {
  return { name: path.basename(samples[i]), count, file: samples[i] };
});

/** A face that an edge cuts off. Sizes are odd, so that padding to a square has a larger half. */
const cutOff = (edge: string, place: Region): Row => {
  return { name: `a face that the ${edge} edge cuts off`, count: 1, file: samples[0], place };
};

const ssdRows = [
  ...groups,
  cutOff('left', { left: 1520, top: 141, width: 353, height: 377 }),
  cutOff('top', { left: 1391, top: 230, width: 377, height: 353 }),
  cutOff('bottom', { left: 1391, top: 141, width: 377, height: 251 }),
];
const tinyRows = [groups[0], cutOff('right', { left: 1391, top: 141, width: 231, height: 377 })];

describe.each([
  { detector: 'ssd', rows: ssdRows },
  { detector: 'tiny', rows: tinyRows },
] as const)('compat: face-api, detector $detector', ({ detector, rows }) => {
  const ours = usePipeline({ compat: 'face-api', detector });

  it.for(rows)('agrees with @vladmandic/face-api on $name', async (row, { task }) => {
    const photo = await readPart(row);
    const options = { minScore: 0.5, attributes: true };
    const got = [...(await ours.pipeline(task.meta).detect(photo, options))];
    const wanted = await faceApi.detect(photo, detector, options.minScore);
    expect([got.length, wanted.length]).toEqual([row.count, row.count]);
    // Equal scores may come in any order.
    got.sort((a, b) => a.box.x - b.box.x);
    wanted.sort((a, b) => a.detection.box.x - b.detection.box.x);
    const worst = wanted.map((face, i) => differences(got[i], face)).reduce(worse);
    const tooFar = keys.filter((key) => !(worst[key] <= allowed[key]));
    expect(tooFar, `the worst differences: ${JSON.stringify(worst)}`).toEqual([]);
  });
});

async function readPart({ file, place }: Row): Promise<Pixels> {
  return readRgb(place ? await sharp(file).extract(place).png().toBuffer() : file);
}

const keys = Object.keys(allowed) as (keyof Differences)[];

/** How far a face of ours is from face-api's. */
function differences(face: Face, wanted: FaceApiFace): Differences {
  const { score, box } = wanted.detection;
  const points = wanted.landmarks.positions.flatMap(({ x, y }) => [x, y]);
  const { expressions = {}, age = Number.NaN, genderProbability = Number.NaN } = face;
  const labels = Object.keys(expressions);
  expect(labels).toHaveLength(7);
  expect(face.gender).toBe(wanted.gender);
  return {
    box: largest(edges(face.box), edges(box)),
    score: Math.abs(face.score - score),
    landmarks: largest(face.landmarks.flat(), points),
    descriptor: euclideanDistance(face.descriptor.values, wanted.descriptor),
    expressions: largest(
      Object.values(expressions),
      labels.map((label) => Number(wanted.expressions[label])),
    ),
    age: Math.abs(age - wanted.age),
    gender: Math.abs(genderProbability - wanted.genderProbability),
  };
}

function edges({ x, y, width, height }: Box): number[] {
  return [x, y, x + width, y + height];
}

/** The largest difference; NaN where anything isn't a number. */
function largest(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}

/** The larger of each difference; NaN is the largest. */
function worse(a: Differences, b: Differences): Differences {
  return Object.fromEntries(keys.map((key) => [key, Math.max(a[key], b[key])])) as Differences;
}
