import { useDevice } from '@facegpu/kernels/testing';
import { Model } from '@facegpu/nn';
import { FacePipeline } from '@facegpu/pipeline';
import { expect, it } from 'vitest';
import { detectorNetwork, serializeDetector } from './detector-model.ts';
import type { MarkedPhotos } from './marked-photos.ts';
import { trainDetector } from './train-detector.ts';

const side = 64;

/** Photos of a light disc each, on dark ground. */
function fakePhotos(count: number): MarkedPhotos {
  const bytes = new Uint8Array(count * side * side * 4).fill(255);
  const faces = Array.from({ length: count }, (_, photo) => {
    const [x, y, radius] = [20 + ((photo * 7) % 24), 22 + ((photo * 5) % 20), 8 + (photo % 3) * 3];
    for (let pixel = 0; pixel < side * side; pixel++) {
      const away = Math.hypot((pixel % side) + 0.5 - x, Math.floor(pixel / side) + 0.5 - y);
      const at = 4 * (photo * side * side + pixel);
      bytes.fill(away < radius ? 220 : 30, at, at + 3);
    }
    const box = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
    return [{ box, ignored: false }];
  });
  return { bytes, faces };
}

const lane = useDevice();

it('learns to find discs, and a pipeline finds them with its file', async ({ task }) => {
  const model = detectorNetwork(side, 1, { stages: [8, 16, 32], blocks: 1, channels: 16 });
  const photos = fakePhotos(8);
  const all = [...photos.faces.keys()];
  const { best } = await trainDetector(lane.device(task.meta), {
    ...{ model, photos, side, train: all, held: all, size: 64, count: 8, seed: 1 },
    ...{ rate: 1e-2, length: { steps: 150 }, every: 150 },
  });
  const file = await Model.parse(serializeDetector(model, 'own', best.values), 'own');
  await using pipeline = await FacePipeline.create({ detector: file });
  const size = side * side * 4;
  const errors: number[] = [];
  for (const [photo, [{ box }]] of photos.faces.entries()) {
    const data = photos.bytes.slice(photo * size, (photo + 1) * size);
    const pixels = { data, width: side, height: side };
    const wanted = { landmarks: false, minScore: 0.2 } as const;
    const { faces } = await pipeline.detectIn(pixels, wanted);
    const edges = ({ x, y, width, height }: typeof box) => [x, y, x + width, y + height];
    const apart = edges(faces[0].box).map((edge, i) => Math.abs(edge - edges(box)[i]));
    errors.push(Math.max(...apart));
  }
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(4);
  expect(Math.max(...errors)).toBeLessThan(8);
});
