import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fittingSize, isAnySize, type Model } from '@facegpu/nn';
import { FacePipeline } from '@facegpu/pipeline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadOwnModel, loadShippedModel, onnxFile, shared } from './load.ts';
import { type DecodedFace, decoders, suppressed } from './reference.ts';

/** A photo as large as a network's input. */
interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const leastScore = 0.5;

/** What a pipeline calls each, and how scores may differ: the weights of the shipped model are halves. */
const detectors = [
  ['yunet', 'yunet', loadOwnModel, 1e-3],
  ['yunet-dynamic', 'yunet-dynamic', loadOwnModel, 1e-3],
  ['scrfd', 'scrfd-500m', loadOwnModel, 1e-3],
  ['ultraface-rfb-320', 'ultraface', loadShippedModel, 5e-3],
] as const;

describe.each(detectors)('%s as a detector', (name, called, load, tolerance) => {
  it('finds the very faces that ONNX Runtime and plain loops do', async ({ task, skip }) => {
    const file = onnxFile(name);
    if (!file) return skip(`the ONNX file of ${name} is not there`);
    const model = await load(name, file);
    const { input } = model.metadata;
    if (!input) throw new Error('no input');
    await using pipeline = await FacePipeline.create({ detector: model });
    Object.assign(task.meta, { adapter: pipeline.info.adapter.name });
    expect(pipeline.info.detector).toBe(called);
    const session = await InferenceSession.create(file, { logSeverityLevel: 3 });
    let count = 0;
    const sizes = new Set<string>();
    for (const photo of await photos()) {
      const [height, width] = fittingSize(input, await sharp(photo).metadata());
      sizes.add(`${width}×${height}`);
      const picture = await letterboxed(photo, width, height);
      const outputs = await session.run({ [input.name]: toInput(picture, model) });
      const tables = Object.values(outputs).map(({ data }) => data as Float32Array);
      const { iouThreshold = 0.4 } = model.metadata.settings.decode as { iouThreshold?: number };
      const proposed = decoders[name](tables, width, height);
      const wanted = suppressed(proposed, leastScore, iouThreshold);
      const options = { minScore: leastScore, landmarks: false };
      const found = await pipeline.detect(picture, options);
      expect(found).toHaveLength(wanted.length);
      count += found.length;
      found.forEach(({ box, score, keypoints = [] }, i) => {
        const { x, y } = box;
        const face = {
          box: [x, y, x + box.width, y + box.height],
          score,
          points: keypoints.flat(),
        };
        expect(largestDistance(face, wanted[i])).toBeLessThan(1);
        expect(Math.abs(score - wanted[i].score)).toBeLessThan(tolerance);
      });
    }
    // Without faces there is nothing to agree on.
    expect(count).toBeGreaterThan(5);
    if (isAnySize(input.sizes)) expect(sizes.size).toBeGreaterThan(1);
    else expect(sizes.size).toBe(1);
  });
});

/** Photos of several people, two lying and one upright. */
async function photos(): Promise<string[]> {
  const folder = path.join(shared, 'wider/dev');
  const marked = JSON.parse(await readFile(`${folder}.json`, 'utf8')) as Record<string, unknown[]>;
  const several = Object.entries(marked).filter(([, faces]) => faces.length >= 4);
  const lying: string[] = [];
  const upright: string[] = [];
  for (const [name] of several) {
    const file = path.join(folder, path.basename(name));
    const { width, height } = await sharp(file).metadata();
    (width > height ? lying : upright).push(file);
  }
  return [...lying.slice(0, 2), upright[0]];
}

/** A photo fitted into a canvas of this size, the rest black. */
async function letterboxed(file: string, width: number, height: number): Promise<Picture> {
  const data = await sharp(file)
    .resize({ width, height, fit: 'contain', background: 'black' })
    .removeAlpha()
    .ensureAlpha()
    .raw()
    .toBuffer();
  return { data, width, height };
}

/** The network's input `[1, 3, height, width]`, as its description has it. */
function toInput({ data, width, height }: Picture, { metadata }: Model): Tensor {
  const { channels = 'rgb', mean = [], scale = [] } = metadata.input ?? {};
  const values = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    const colour = channels === 'bgr' ? 2 - c : c;
    for (let i = 0; i < width * height; i++) {
      values[c * width * height + i] = (data[4 * i + colour] - mean[c]) * scale[c];
    }
  }
  return new Tensor('float32', values, [1, 3, height, width]);
}

function largestDistance(a: DecodedFace, b: DecodedFace): number {
  expect(a.points).toHaveLength(b.points.length);
  const [first, second] = [a, b].map(({ box, points }) => [...box, ...points]);
  return Math.max(...first.map((value, i) => Math.abs(value - second[i])));
}
