import { FaceGpuError } from '@facegpu/kernels';
import { starve, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { plain } from '../augment/augmentation.ts';
import { adam } from '../optimizers/adam.ts';
import { presetRecognizer } from '../recognizer/presets.ts';
import { RecognizerTraining } from '../recognizer/recognizer-training.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { proposingSmaller } from './smaller-batch.ts';

describe('proposingSmaller', () => {
  const lane = useDevice();

  it('proposes micro-batches, of which steps can be made too', async ({ task }) => {
    const device = lane.device(task.meta);
    const model = presetRecognizer('tiny', 1);
    const spec = { alignment: model.alignment, size: 32, margin: 0 };
    const chips = fakeChipSet(4, 3, 32);
    const create = (microBatch?: number) => {
      return proposingSmaller({ count: 12, microBatch }, () =>
        RecognizerTraining.create(device, {
          model,
          loss: { kind: 'triplet', mining: 'semi-hard' },
          optimizer: adam(),
          count: 12,
          microBatch,
          chips: chips.bytes,
          spec,
        }),
      );
    };
    const starvation = starve(device.gpu, (size) => size > 700_000);
    const error = await create().catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: 'out-of-memory',
      message: expect.stringContaining('with 12 chips at once'),
      fix: expect.stringContaining('--micro-batch 6'),
    });
    starvation.end();
    const training = await create(6);
    const images = [...chips.people.keys()].map((chip) => plain(chip, spec));
    const { loss } = await training.train({ images, people: chips.people }, 1e-3);
    expect(loss).toBeGreaterThan(0);
    training.dispose();
  });

  it('has nothing smaller than a chip, and lets other errors through', async () => {
    const fail = (code: 'out-of-memory' | 'bad-image') => async () => {
      throw new FaceGpuError(code, '5 bytes', 'Try.');
    };
    await expect(
      proposingSmaller({ count: 12, microBatch: 1 }, fail('out-of-memory')),
    ).rejects.toMatchObject({ fix: expect.stringContaining('--preset') });
    await expect(proposingSmaller({ count: 12 }, fail('bad-image'))).rejects.toMatchObject({
      message: '5 bytes',
      fix: 'Try.',
    });
  });
});
