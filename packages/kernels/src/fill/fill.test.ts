import { roundTo } from '../tensor/values.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { drawFill, fillCases } from './fill.cases.ts';
import { fillReference } from './fill.reference.ts';
import { fill } from './fill.ts';

kernelTest('fill', {
  cases: fillCases,
  draw: drawFill,
  draws: 8,
  run: async (f, { shape, value, dtype = f.real }) => {
    const output = f.output(shape, 'dense', dtype);
    await f.run(fill({ output, value }));
    await f.compare(output, roundTo(fillReference(shape, value), dtype), { relative: 0 });
  },
});
