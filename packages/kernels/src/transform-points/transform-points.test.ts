import { cropFloats } from '../geometry/crop.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { transformPoints } from './transform-points.ts';

interface TransformCase {
  readonly name: string;
  readonly crops: number;
  readonly points: number;
  readonly live?: number;
}

const cases: readonly TransformCase[] = [
  { name: 'one point', crops: 1, points: 1 },
  { name: '68 points of 16 crops', crops: 16, points: 68 },
  { name: '65 points of 3 crops, 2 live', crops: 3, points: 65, live: 2 },
  { name: 'no crops', crops: 0, points: 5 },
];

kernelTest('transformPoints', {
  cases,
  run: async (f, { crops: count, points, live }) => {
    const input = f.input([count, points, 2], 'dense', f.values(count * points * 2, 0, 1));
    const crops = f.input([count, cropFloats], 'dense', f.values(count * cropFloats, -2, 2), 'f32');
    const output = f.output([count, points, 2], 'dense', 'f32');
    const tensors = { input: input.tensor, crops: crops.tensor, output };
    await f.run([transformPoints({ ...tensors, unit: 112, live: f.live(live) })]);
    const reference: number[] = [];
    for (let n = 0; n < (live ?? count); n++) {
      const map = crops.values.subarray(n * cropFloats);
      for (let i = n * points; i < (n + 1) * points; i++) {
        const x = input.values[2 * i] * 112;
        const y = input.values[2 * i + 1] * 112;
        reference.push(map[0] * x + map[1] * y + map[2], map[4] * x + map[5] * y + map[6]);
      }
    }
    const got = (await f.read(output)).subarray(0, reference.length);
    f.compareValues(got, reference, [live ?? count, points, 2]);
  },
});
