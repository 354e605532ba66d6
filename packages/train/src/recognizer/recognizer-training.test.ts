import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { plain } from '../augment/augmentation.ts';
import { residualNet } from '../networks/residual-net.ts';
import { adam } from '../optimizers/adam.ts';
import { sgd } from '../optimizers/sgd.ts';
import { fakeChipSet } from '../testing/fake-chip-set.ts';
import { ownRecognizer } from './recognizer-model.ts';
import { RecognizerTraining, type StepReport } from './recognizer-training.ts';

const [peopleCount, photos, side] = [8, 4, 32];
const count = peopleCount * photos;
const model = ownRecognizer(side, 32, 1, (b, image, running) => {
  return residualNet(b, image, { stages: [8, 16, 32], blocks: 1, dimensions: 32 }, running);
});
const people = Array.from({ length: count }, (_, i) => Math.floor(i / photos));

const spec = { alignment: model.alignment, size: side, margin: 0 };

describe('training a recogniser', () => {
  const lane = useDevice();

  it('learns a few people by heart: no triplet pushes any more', async ({ task }) => {
    const training = await RecognizerTraining.create(lane.device(task.meta), {
      model,
      loss: { kind: 'triplet', mining: 'hard', margin: 0.2 },
      optimizer: adam(),
      count,
      chips: fakeChipSet(peopleCount, photos, side).bytes,
      spec,
    });
    const images = people.map((_, chip) => plain(chip, spec));
    const reports: StepReport[] = [];
    while (reports.length < 150 && reports.at(-1)?.active !== 0) {
      reports.push(await training.train({ images, people }, 2e-3));
    }
    const [first, last] = [reports[0], reports[reports.length - 1]];
    expect(first.active).toBeGreaterThan(0.3);
    expect(last).toMatchObject({ active: 0, loss: 0 });
    expect(last.between - last.within).toBeGreaterThan(0.3);

    expectOwnNearest(await training.embed(images));
    training.dispose();
  });

  it('keeps people apart by angles, and infers by the statistics of its batches', async ({
    task,
  }) => {
    const training = await RecognizerTraining.create(lane.device(task.meta), {
      model,
      loss: { kind: 'arcface', classes: peopleCount, scale: 32 },
      optimizer: sgd({ momentum: 0.9 }),
      count,
      chips: fakeChipSet(peopleCount, photos, side).bytes,
      spec,
      clipNorm: 5,
    });
    const images = people.map((_, chip) => plain(chip, spec));
    const reports: StepReport[] = [];
    for (let step = 0; step < 100; step++) {
      reports.push(await training.train({ images, people }, 0.01));
    }
    expect(Math.min(...reports.map(({ between }) => between))).toBeGreaterThan(0.5);
    expect(reports[99].active).toBe(0);
    const { values } = await training.step.state();
    expect(values.get('feature mean')?.some((value) => value !== 0)).toBe(true);
    expectOwnNearest(await training.embed(images));
    training.dispose();
  });
});

/** The nearest of each chip is one of the same person. */
function expectOwnNearest(rows: Float32Array): void {
  const descriptorOf = (chip: number) => rows.subarray(chip * 32, (chip + 1) * 32);
  const distance = (a: number, b: number) => {
    const [from, to] = [descriptorOf(a), descriptorOf(b)];
    return Math.hypot(...from.map((value, k) => value - to[k]));
  };
  for (const chip of people.keys()) {
    const others = [...people.keys()].filter((other) => other !== chip);
    const nearest = others.reduce((a, b) => (distance(chip, b) < distance(chip, a) ? b : a));
    expect(people[nearest], `the nearest of chip ${chip}`).toBe(people[chip]);
  }
}
