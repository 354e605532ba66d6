import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { movingAverage } from './moving-average.ts';
import { optimizerCases } from './optimizer.cases.ts';
import { movingAverageReference } from './optimizer.reference.ts';

kernelTest('moving average', {
  cases: optimizerCases,
  reals: ['f32'],
  run: async (f, { shape }) => {
    const share = f.input([1], 'dense', [0.3]);
    const [value, average] = [f.input(shape, 'dense'), f.input(shape, 'dense')];
    const newAverage = f.output(shape, 'dense');
    await f.run(
      movingAverage({
        share: share.tensor,
        value: value.tensor,
        average: average.tensor,
        newAverage,
      }),
    );
    const expected = movingAverageReference(average.values, value.values, share.values[0]);
    await f.compare(newAverage, expected, elementwiseTolerances.f32);
  },
});
