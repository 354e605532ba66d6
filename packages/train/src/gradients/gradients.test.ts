import { elementCount } from '@facegpu/kernels';
import { difference, tolerances, useDevice } from '@facegpu/kernels/testing';
import { type Attributes, compile } from '@facegpu/nn';
import { evaluate, operatorCases } from '@facegpu/nn/testing';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { trainingOperators } from '../operators/all.ts';
import { trainingReferences } from '../testing/references.ts';
import { trainingCases } from '../testing/training-cases.ts';
import { type GradientCase, loss, slopes, trialOf } from '../testing/trial.ts';
import { gradients } from './all.ts';
import { flatGradients } from './flat.ts';

/** Of the slopes' largest magnitude. */
const agreement = 1e-6;

/** Operators that always compute so many values. */
const severalOutputs: Readonly<Record<string, number>> = { nonMaxSuppression: 2, topK: 2 };

const cases = new Map<string, readonly GradientCase[]>(
  Object.entries(operatorCases).map(([name, list]) => {
    const rows = list.map(({ inputs, attributes: [given = {}] }) => {
      const attributes: Attributes = { ...given };
      const { sizes } = attributes;
      const parts = name === 'split' && Array.isArray(sizes) ? sizes.length : 1;
      return { inputs, attributes, outputs: severalOutputs[name] ?? parts };
    });
    return [name, rows];
  }),
);
for (const [name, rows] of Object.entries(trainingCases)) cases.set(name, rows);

const flat = new Set(Object.keys(flatGradients));

describe.each(Object.keys(gradients).filter((name) => !flat.has(name)))(
  'the gradient of %s',
  (name) => {
    const lane = useDevice();
    const trials = (cases.get(name) ?? []).filter(isSmooth).map((row) => trialOf(name, row));

    it('has cases', () => expect(trials.length).toBeGreaterThan(0));

    it('is the slope of the reference, and what the kernels compute', async (test) => {
      const device = lane.device(test.task.meta);
      for (const [i, trial] of trials.entries()) {
        const { network, values, by } = trial;
        const differentiated = differentiate(network, {
          operators: trainingOperators,
          gradients,
          loss,
          by,
        });
        const outputs = by.map((input) => differentiated.gradients.get(input) ?? '');
        const { graph, constants } = differentiated.network;
        const whole = { graph: { ...graph, outputs: [loss, ...new Set(outputs)] }, constants };
        const expected = evaluate(whole, values, trainingReferences);
        const plan = await compile(whole, device, { operators: trainingOperators });
        const computed = await plan.run(
          Object.fromEntries(
            Object.entries(values).map(([input, operand]) => [input, operand.values]),
          ),
        );
        for (const [k, input] of by.entries()) {
          const where = `case ${i}, ${input}`;
          const gradient = expected.get(outputs[k]);
          if (!gradient) throw new Error(`${where}: nothing computes ${outputs[k]}`);
          expect(gradient.shape, where).toEqual(values[input].shape);
          const found = slopes(trial, input);
          // A power of a number below 0 isn't smooth in its exponent.
          if ([...found.values()].some(Number.isNaN)) continue;
          const largest = Math.max(1, ...[...found.values()].map(Math.abs));
          for (const [index, slope] of found) {
            const off = Math.abs(gradient.values[index] - slope);
            expect(off, `${where}[${index}]: ${gradient.values[index]} and ${slope}`).toBeLessThan(
              agreement * largest,
            );
          }
          const off = difference(
            computed[outputs[k]],
            gradient.values,
            gradient.shape,
            tolerances.f32,
          );
          expect(off, where).toBeUndefined();
        }
        plan.dispose();
      }
    });
  },
);

describe.each([...flat])('%s', (name) => {
  it('passes no gradient on', () => {
    const rows = (cases.get(name) ?? []).filter(isSmooth);
    for (const { network, by } of rows.map((row) => trialOf(name, row))) {
      const of = () =>
        differentiate(network, { operators: trainingOperators, gradients, loss, by });
      expect(of).toThrow('or not smoothly');
    }
  });
});

/** Whether a case computes real numbers of real ones, in a way that has a gradient. */
function isSmooth({ inputs, attributes }: GradientCase): boolean {
  const present = inputs.filter(({ kind }) => kind !== 'absent');
  const { to = 'f32', reduction = 'add' } = attributes;
  return (
    present.some(({ dtype }) => dtype === 'f32') &&
    present.every(({ shape }) => elementCount(shape) > 0) &&
    to === 'f32' &&
    (reduction === 'add' || reduction === 'replace')
  );
}
