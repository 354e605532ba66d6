import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PartialFace } from '../index.ts';
import { FacePipeline } from '../pipeline.ts';
import { convertedFile, type OnnxDescription, onnxModel } from '../testing/onnx-model.ts';
import { samples } from '../testing/samples.ts';
import { findSharedData, sharedData } from '../testing/shared-data.ts';
import { useChromium } from '../testing/use-chromium.ts';

/** YuNet, whose sides have names: it takes any size. */
const yunet: OnnxDescription = {
  task: 'detector',
  input: {
    sizes: { multiple: 32, longest: 320 },
    channels: 'bgr',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  },
  settings: { order: 'five', decode: { kind: 'yunet', iouThreshold: 0.3 } },
};

const onnx = 'models/yunet_n_dynamic.onnx';

const chromium = useChromium(async (folder) => {
  const file = findSharedData(onnx);
  if (!file) return;
  await writeFile(path.join(folder, 'yunet.safetensors'), await convertedFile(file, yunet));
});

/** What is found without a network for landmarks, and what is asked. */
const models = {
  detector: '/files/yunet.safetensors',
  landmarker: false,
  models: '/models/',
} as const;
const wanted = { descriptors: false, minScore: 0.5 } as const;

describe('a converted model in a page', () => {
  it('finds by its URL what it finds in Node, on the page’s thread and in its worker', async (test) => {
    const file = sharedData(onnx, test.skip);
    const page = await chromium.page(test);
    const url = `/samples/${path.basename(samples[0])}`;
    const inPage = await page.evaluate(
      async ([models, wanted, url]) => {
        const { allOperators: operators, allDecoders: decoders, FacePipeline } = facegpu;
        const find = async (options: object) => {
          const pipeline = await FacePipeline.create({ ...models, ...options });
          const faces = await pipeline.detect(url, wanted);
          await pipeline.dispose();
          return { adapter: pipeline.info.adapter.name, faces };
        };
        return [
          await find({ operators, decoders }),
          await find({ worker: new Worker('/page/tables.js', { type: 'module' }) }),
        ];
      },
      [models, wanted, url] as const,
    );
    Object.assign(test.task.meta, { adapter: inPage[0].adapter });
    await using pipeline = await FacePipeline.create({
      detector: await onnxModel(file, yunet),
      landmarker: false,
    });
    const inNode = await pipeline.detect(samples[0], wanted);
    expect(inNode).toHaveLength(3);
    for (const { faces } of inPage) {
      expect(faces).toHaveLength(inNode.length);
      faces.forEach((face, i) => {
        expect(apart(face, inNode[i])).toBeLessThan(2);
        expect(face.landmarks).toHaveLength(5);
      });
    }
  });

  it('says what is missing in a worker that serves the default models alone', async (test) => {
    sharedData(onnx, test.skip);
    const page = await chromium.page(test);
    const error = await page.evaluate(
      ([models]) => {
        const worker = '/page/worker.js';
        return facegpu.errorOf(facegpu.FacePipeline.create({ ...models, worker }));
      },
      [models] as const,
    );
    expect(error).toMatchObject({
      code: 'bad-model',
      message: 'yunet.safetensors: settings.decode.kind is "yunet"',
      fix: 'There are ssd, yolo.',
    });
  });
});

/** The largest distance of two faces' edges and landmarks, in pixels. */
function apart(a: PartialFace, b: PartialFace): number {
  const [first, second] = [a, b].map(({ box, landmarks = [] }) => [
    box.x,
    box.y,
    box.x + box.width,
    box.y + box.height,
    ...landmarks.flat(),
  ]);
  return Math.max(...first.map((value, i) => Math.abs(value - second[i])));
}
