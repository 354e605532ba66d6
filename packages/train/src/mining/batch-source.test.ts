import { describe, expect, it } from 'vitest';
import { BatchSource } from './batch-source.ts';
import type { Confusion } from './mine-set.ts';

const people = Int32Array.from({ length: 60 }, (_, chip) => Math.floor(chip / 10));
const options = { people: 3, photos: 2, seed: 4 };
const none = Array.from(people, (): Confusion => ({ positives: [], negatives: [] }));

/** A source, and the steps at which it mined. */
function counting() {
  let at = 0;
  const steps: number[] = [];
  const source = new BatchSource(people, options, async () => {
    steps.push(at);
    return none;
  });
  const batch = (step: number, isMined = true) => {
    at = step;
    return source.batch(step, isMined);
  };
  return { source, steps, batch };
}

describe('the batches of a training', () => {
  it('are of a set that is mined as often as all photos could be seen', async () => {
    const { steps, batch } = counting();
    for (let step = 1; step <= 24; step++) {
      const { photos, people: owners } = await batch(step, step > 2);
      expect(photos).toHaveLength(6);
      expect(photos.map((chip) => people[chip])).toEqual(owners);
    }
    expect(steps).toEqual([3, 13, 23]);
  });

  it('go on where another source was stopped', async () => {
    const [straight, stopped, resumed] = [counting(), counting(), counting()];
    const wanted = [];
    for (let step = 1; step <= 15; step++) {
      const batch = await straight.batch(step);
      if (step > 4) wanted.push(batch);
      else await stopped.batch(step);
    }
    resumed.source.recall(stopped.source.memory());
    const got = [];
    for (let step = 5; step <= 15; step++) got.push(await resumed.batch(step));
    expect(got).toEqual(wanted);
    expect(resumed.steps).toEqual([11]);
    expect(counting().source.memory().size).toBe(0);
  });
});
