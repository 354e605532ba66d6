import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Box, FacePipeline, type Point } from '@facegpu/pipeline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { loadOwnModel, onnxFile, shared } from './load.ts';

/** Side of PFLD's crops, in pixels. */
const side = 112;

/** Samples along each side of an output pixel. */
const samples = 6;

interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** From pixels of a crop to pixels of the photo: a turn, a scale and a shift. */
interface Similarity {
  readonly c: number;
  readonly s: number;
  readonly x: number;
  readonly y: number;
}

it('PFLD as a landmarker: the two passes by ONNX Runtime and plain loops find the same points', async ({
  task,
  skip,
}) => {
  const file = onnxFile('pfld');
  if (!file) return skip('the ONNX file of PFLD is not there');
  const model = await loadOwnModel('pfld', file);
  const { mean = [], scale = [] } = model.metadata.input ?? {};
  await using pipeline = await FacePipeline.create({ landmarker: model, detector: 'tiny' });
  Object.assign(task.meta, { adapter: pipeline.info.adapter.name });
  expect(pipeline.info.landmarker).toBe('pfld');
  const { data, info } = await sharp(path.join(shared, 'people/joe_biden/1.jpg'))
    .resize({ width: 640, height: 640, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  const [{ box, landmarks = [] }] = await pipeline.detect(picture, { descriptors: false });

  const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
  const look = async (map: Similarity): Promise<Point[]> => {
    const input = new Tensor('float32', cut(picture, map, mean, scale), [1, 3, side, side]);
    const { output } = await session.run({ input });
    const shares = output.data as Float32Array;
    return Array.from({ length: 68 }, (_, i): Point => {
      return place(map, shares[2 * i] * side, shares[2 * i + 1] * side);
    });
  };
  const first = await look(around(box));
  const second = await look(await aligned(first));
  const distances = landmarks.map(([x, y], i) => Math.hypot(x - second[i][0], y - second[i][1]));
  expect(distances).toHaveLength(68);
  expect(Math.max(...distances)).toBeLessThan(1);
});

/** The square around a box, a tenth wider than its longer side. */
function around({ x, y, width, height }: Box): Similarity {
  const square = 1.1 * Math.max(width, height);
  const c = square / side;
  return { c, s: 0, x: x + (width - square) / 2, y: y + (height - square) / 2 };
}

/** The least-squares fit of dlib's template, with 0.35 of its side around it, to 68 landmarks. */
async function aligned(landmarks: readonly Point[]): Promise<Similarity> {
  const text = await readFile(path.join(shared, 'alignment-templates.json'), 'utf8');
  const { points } = JSON.parse(text)['dlib-150'] as { points: Point[] };
  const pairs = landmarks.flatMap((landmark, i) => {
    const isFitted = (i >= 27 && i <= 54) || (i >= 60 && i <= 64);
    if (!isFitted) return [];
    const [x, y] = points[i - 17].map((share) => ((share + 0.35) / 1.7) * side);
    return [{ x, y, px: landmark[0], py: landmark[1] }];
  });
  const mean = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [mx, my, px, py] = [
    mean((p) => p.x),
    mean((p) => p.y),
    mean((p) => p.px),
    mean((p) => p.py),
  ];
  const spread = mean((p) => (p.x - mx) ** 2 + (p.y - my) ** 2);
  const c = mean((p) => (p.x - mx) * (p.px - px) + (p.y - my) * (p.py - py)) / spread;
  const s = mean((p) => (p.x - mx) * (p.py - py) - (p.y - my) * (p.px - px)) / spread;
  return { c, s, x: px - (c * mx - s * my), y: py - (s * mx + c * my) };
}

function place({ c, s, x, y }: Similarity, px: number, py: number): Point {
  return [c * px - s * py + x, s * px + c * py + y];
}

/** A crop as the network takes it: each pixel is the mean of what it covers, black beyond the photo. */
function cut(
  { data, width, height }: Picture,
  map: Similarity,
  mean: readonly number[],
  scale: readonly number[],
): Float32Array {
  const values = new Float32Array(3 * side * side);
  for (let i = 0; i < side * side * samples * samples; i++) {
    const [sub, pixel] = [i % samples ** 2, Math.floor(i / samples ** 2)];
    const px = (pixel % side) + ((sub % samples) + 0.5) / samples;
    const py = Math.floor(pixel / side) + (Math.floor(sub / samples) + 0.5) / samples;
    const [x, y] = place(map, px, py).map(Math.floor);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    for (let channel = 0; channel < 3; channel++) {
      const share = data[(y * width + x) * 4 + channel] / samples ** 2;
      values[channel * side * side + pixel] += share;
    }
  }
  return values.map((value, i) => {
    const channel = Math.floor(i / side ** 2);
    return (value - mean[channel]) * scale[channel];
  });
}
