import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useDevice } from '@facegpu/kernels/testing';
import { Model } from '@facegpu/nn';
import { descriptionOf } from '@facegpu/pipeline';
import { describe, expect, it } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../course/checkpoint.ts';
import type { Progress } from '../course/run-course.ts';
import { residualNet } from '../networks/residual-net.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { ownRecognizer } from './recognizer-model.ts';
import { serializeRecognizer } from './save-recognizer.ts';
import { standardizeFeatures } from './standardize-features.ts';
import { type TrainRecognizerOptions, trainRecognizer } from './train-recognizer.ts';
import type { Validation } from './validation.ts';

const side = 24;
const model = ownRecognizer(side, 16, 1, (b, image, running) => {
  return residualNet(b, image, { stages: [6, 12], blocks: 1, dimensions: 16 }, running);
});
const options: TrainRecognizerOptions = {
  model,
  loss: { kind: 'triplet', mining: 'semi-hard' },
  spec: { alignment: model.alignment, size: side, margin: 0 },
  train: fakeChipSet(12, 3, side),
  held: fakeChipSet(8, 3, side, 12),
  people: 6,
  photos: 3,
  length: { steps: 12 },
  rate: 2e-3,
  seed: 3,
  every: 4,
};

/** From a network that tells people apart already, as far as they are as easy to tell as these. */
const mined: TrainRecognizerOptions = {
  ...options,
  model: { ...model, isNew: false },
  loss: { kind: 'triplet', mining: 'set' },
  average: 0.8,
  microBatch: 6,
};

describe('training from chips to a model file', () => {
  const lane = useDevice();

  it.for([
    ['plain', options],
    ['mined, averaged and in micro-batches', mined],
  ] as const)(
    'goes on from a checkpoint as if it had not been stopped: %s',
    async ([, options], { task }) => {
      const device = lane.device(task.meta);
      const straight = await trainRecognizer(device, options);
      const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-train-'));
      const file = path.join(folder, 'checkpoint');
      const stop = new AbortController();
      const stopped = trainRecognizer(device, {
        ...options,
        signal: stop.signal,
        onValidation: async ({ state, best, memory }: Progress<Validation>) => {
          const { step, score, values } = best;
          await writeCheckpoint(file, { state, best: values, memory, notes: { step, score } });
        },
        onStep: ({ step }) => {
          if (step === 6) stop.abort(new Error('killed'));
        },
      });
      await expect(stopped).rejects.toThrow('killed');
      const checkpoint = await readCheckpoint(file);
      if (!checkpoint) throw new Error('there is no checkpoint');
      const { state, best: values, memory, notes } = checkpoint;
      expect(state.step).toBe(4);
      const resumed = await trainRecognizer(device, {
        ...options,
        resume: {
          state,
          elapsed: 0,
          memory,
          best: { step: Number(notes.step), score: Number(notes.score), values },
        },
      });
      expect(resumed.validation).toEqual(straight.validation);
      expect(resumed.best.values).toEqual(straight.best.values);
      await rm(folder, { recursive: true });
    },
  );

  it('says what is confused, each time that the set is mined and in the end', async ({ task }) => {
    const steps: number[] = [];
    const trained = await trainRecognizer(lane.device(task.meta), {
      ...mined,
      length: { steps: 5 },
      onMined: (confusions, step) => {
        expect(confusions).toHaveLength(options.train.people.length);
        steps.push(step);
      },
    });
    expect(trained.best.score).toBeGreaterThan(0.75);
    expect(steps).toEqual([0, 2, 4, 5]);
  });

  it('makes an ordinary recogniser', async ({ task }) => {
    const trained = await trainRecognizer(lane.device(task.meta), options);
    const bytes = serializeRecognizer(
      trained.model,
      'own',
      trained.best.values,
      trained.thresholds,
    );
    const file = await Model.parse(bytes, 'own.safetensors');
    const description = descriptionOf(file, 'recognizer');
    expect(description).toMatchObject({ dimensions: 16, metric: 'cosine' });
    expect(description.thresholds.length).toBeGreaterThanOrEqual(2);
    expect(description.measuredOn).toContain('8 people who were not trained with');
    expect(trained.validation.auc).toBeGreaterThan(0.5);
  });

  it('fits what is standardised to the data of a new network alone', async ({ task }) => {
    const device = lane.device(task.meta);
    const chips = { chips: options.train.bytes, spec: options.spec };
    const fitted = await standardizeFeatures(device, model, chips);
    const meansOf = ({ network }: typeof model) => network.constants.get('feature mean');
    expect(meansOf(fitted)).not.toEqual(meansOf(model));
    const trained = { ...fitted, isNew: false };
    expect(await standardizeFeatures(device, trained, chips)).toBe(trained);
  });

  it('stops where the loss is no number any more, and says what was the first', async ({
    task,
  }) => {
    const far = { ...options, rate: 1e30, every: 1000 };
    await expect(trainRecognizer(lane.device(task.meta), far)).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(
        /^the loss ".+" is (NaN|-?Infinity) at step \d+: the first value that is not finite was ".+" at step \d+$/,
      ),
    });
  });

  it('says of which photos the descriptors are no numbers, where batches are divided', async ({
    task,
  }) => {
    const far = { ...options, microBatch: 6, rate: 1e30, every: 1000 };
    await expect(trainRecognizer(lane.device(task.meta), far)).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(/ at step \d+, in all rows of the batch$/),
    });
  });

  it('refuses too few people to measure with', async ({ task }) => {
    const few = { ...options, held: fakeChipSet(2, 3, side, 12) };
    await expect(trainRecognizer(lane.device(task.meta), few)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('only 9 pairs of the 2 people'),
    });
  });
});
