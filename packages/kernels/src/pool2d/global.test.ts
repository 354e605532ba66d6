import type { Shape } from '../tensor/tensor.ts';
import { noPadding, type Pair } from '../tensor/window.ts';
import { elementwiseTolerances } from '../testing/fixture.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { globalPool2d, globalPool2dShape } from './global.ts';
import { pool2dReference } from './pool2d.reference.ts';

interface GlobalPool2dCase {
  readonly name: string;
  readonly shape: Shape;
  readonly live?: number;
  readonly notFinite?: boolean;
}

const cases: readonly GlobalPool2dCase[] = [
  { name: 'a pixel', shape: [1, 1, 1, 1] },
  { name: 'a row', shape: [1, 1, 65, 7] },
  { name: 'a column', shape: [2, 63, 1, 5] },
  { name: 'a plane', shape: [3, 31, 29, 6] },
  { name: 'batch 5, 3 live', shape: [5, 7, 11, 8], live: 3 },
  { name: 'NaN and infinities', shape: [2, 17, 13, 3], notFinite: true },
];

for (const kind of ['lp', 'max'] as const) {
  kernelTest(`globalPool2d ${kind}`, {
    cases,
    run: async (f, { shape, live }) => {
      const input = f.input(shape, 'nhwc4');
      const output = f.output(globalPool2dShape(shape), 'nhwc4');
      await f.run(globalPool2d({ kind, p: 3, input: input.tensor, output, live: f.live(live) }));
      const kernel: Pair = [shape[1], shape[2]];
      const window = { kind, p: 3, kernel, strides: [1, 1], padding: noPadding } as const;
      const reference = pool2dReference({ ...window, input: input.values, inputShape: shape });
      await f.compareLive(output, reference, live, elementwiseTolerances[f.real]);
    },
  });
}
