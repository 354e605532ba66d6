import { readFile } from 'node:fs/promises';
import * as kernels from '@facegpu/kernels';
import { Random, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import * as train from '../index.ts';
import type { TrainingStep } from './training-step.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const [example = ''] = [...readme.matchAll(/```ts\n(.*?)```/gs)]
  .map(([, code]) => code)
  .filter((code) => code.includes('step.run('));

interface Outcome {
  readonly step: TrainingStep;
  readonly loss: string;
  readonly results: Readonly<Record<string, ArrayLike<number>>>;
}

/** The example as a function of what it imports and of the names that it takes for granted. */
function exampleOf(scope: Readonly<Record<string, unknown>>): () => Promise<Outcome> {
  const body = example.replace(/^import .*$/gm, '');
  const code = `return async () => {${body}; return { step, loss, results }; };`;
  return new Function(...Object.keys(scope), code)(...Object.values(scope));
}

describe('the network of the README', () => {
  const lane = useDevice();

  it('is short, and imports what there is', () => {
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(30);
    for (const [, names, from] of example.matchAll(/^import \{ (.*) \} from '(.*)';$/gm)) {
      const module = from === '@facegpu/kernels' ? kernels : train;
      for (const name of names.split(', ')) expect(Object.keys(module)).toContain(name);
    }
  });

  it('learns', async ({ task }) => {
    const device = lane.device(task.meta);
    const random = new Random(1);
    const labels = new Float32Array(64 * 10);
    const pixels = new Float32Array(64 * 28 * 28);
    // Ten kinds of image, each of another brightness.
    for (let i = 0; i < 64; i++) {
      labels[i * 10 + (i % 10)] = 1;
      for (let p = 0; p < 784; p++) pixels[i * 784 + p] = (i % 10) / 3 + random.uniform(-1, 1) / 9;
    }
    const scope = { ...train, Device: { acquire: async () => device }, pixels, labels };
    const { step, loss, results } = await exampleOf(scope)();
    const [before] = Array.from(results[loss]);
    expect(before).toBeGreaterThan(1);
    let last = before;
    for (let i = 0; i < 60; i++) {
      last = (await step.run({ image: pixels, oneHot: labels }, 1e-2))[loss][0];
    }
    expect(last).toBeLessThan(before - 0.3);
    step.dispose();
  });
});
