import { allocate, owning, Readback, Recording } from '@facegpu/kernels';
import { useDevice } from '@facegpu/kernels/testing';
import { allOperators, compile, Model } from '@facegpu/nn';
import { allLandmarkDecoders, descriptionOf } from '@facegpu/pipeline';
import { describe, expect, it } from 'vitest';
import type { AugmentationOptions } from '../augment/augmentation.ts';
import { fakeMarkedFaces } from '../testing/fake-marked-faces.ts';
import {
  landmarkCount,
  landmarkerChips,
  landmarkerNetwork,
  serializeLandmarker,
} from './landmarker-model.ts';
import { type TrainLandmarkerOptions, trainLandmarker } from './train-landmarker.ts';

const side = 32;
const spec = { ...landmarkerChips(side), margin: 0 };
const faces = fakeMarkedFaces(4, side);
const model = landmarkerNetwork(side, 1, { stages: [8, 16, 32], blocks: 1, channels: 48 });

const none = { share: 0, deviation: 1, quality: 50, cell: 2, side: 0.3 };
const still: AugmentationOptions = {
  ...{ mirror: 0, shift: 0, scale: 0, rotation: 0 },
  ...{ brightness: 0, contrast: 0, saturation: 0, tint: 0 },
  ...{ blur: none, noise: none, jpeg: none, resolution: none, occluder: none },
};

const options: TrainLandmarkerOptions = {
  model,
  spec,
  train: faces,
  held: faces,
  count: 4,
  seed: 1,
  rate: 1e-2,
  length: { steps: 100 },
  every: 100,
  augmentations: [still],
};

describe('training a landmarker', () => {
  const lane = useDevice();

  it('learns a few faces by heart, and its file is decoded to their points', async ({ task }) => {
    const device = lane.device(task.meta);
    const losses: number[] = [];
    const { best, validation } = await trainLandmarker(device, {
      ...options,
      onStep: ({ report }) => void losses.push(report.loss),
    });
    expect(losses[losses.length - 1]).toBeLessThan(losses[0] / 5);
    expect(validation.nme).toBeLessThan(0.1);

    const file = await Model.parse(serializeLandmarker(model, 'own', best.values), 'own');
    const { decode, input } = descriptionOf(file, 'landmarker');
    await owning(async (owner) => {
      const plan = owner.keep(
        await compile(file, device, {
          operators: allOperators,
          dimensions: { batch: 4, height: side, width: side },
        }),
      );
      const decoder = await allLandmarkDecoders.heatmap(decode, 'own');
      const { points, dispatches } = decoder.decode({
        size: { width: side, height: side },
        landmarks: landmarkCount,
        output: () => [...plan.outputs.values()][0],
      });
      owner.keepBuffers(device, await allocate(device, 'points', [points]));
      const recording = owner.keep(await Recording.create(device, 'points', dispatches));
      const readback = owner.keep(await Readback.create(device, 'points', [points]));
      const image = Array.from(faces.bytes)
        .filter((_, i) => i % 4 < 3)
        .map((value, i) => (value - input.mean[i % 3]) * input.scale[i % 3]);
      await plan.run({ image });
      recording.run(readback);
      await readback.fetch();
      const found = readback.values(points);
      const apart = faces.points.flat().map(([x, y], i) => {
        return Math.hypot(found[2 * i] * side - x, found[2 * i + 1] * side - y);
      });
      expect(Math.max(...apart)).toBeLessThan(2);
      owner.dispose();
    });
  });

  it('sees the same images, and comes to the same weights, whether it was stopped or not', async ({
    task,
  }) => {
    const device = lane.device(task.meta);
    const few = { ...options, length: { steps: 6 }, every: 3, augmentations: undefined };
    const straight = await trainLandmarker(device, few);
    const stop = new AbortController();
    let kept: TrainLandmarkerOptions['resume'];
    const stopped = trainLandmarker(device, {
      ...few,
      signal: stop.signal,
      onValidation: ({ state, best, memory }) => {
        kept = { state, best, memory, elapsed: 0 };
        stop.abort(new Error('killed'));
      },
    });
    await expect(stopped).rejects.toThrow('killed');
    expect(kept?.state.step).toBe(3);
    const resumed = await trainLandmarker(device, { ...few, resume: kept });
    expect(resumed.best.values).toEqual(straight.best.values);
    expect(resumed.validation).toEqual(straight.validation);
  });
});
