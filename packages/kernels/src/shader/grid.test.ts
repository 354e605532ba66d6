import { run } from '../device/run.ts';
import { Tensor } from '../tensor/tensor.ts';
import { useDevice } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { dispatch } from './dispatch.ts';
import { linearGrid } from './grid.ts';
import { defineShader } from './shader.ts';
import { struct } from './struct.ts';

/** Adds a workgroup's own number to its element. */
const count = defineShader({
  name: 'count',
  params: struct({ count: 'u32' }),
  source: `
// prelude
// end prelude
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> output: array<u32>;

@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
  let index = group.y * groups.x + group.x;
  if (index < params.count) {
    output[index] += index + 1u;
  }
}
`,
});

describe('a linear grid', () => {
  const lane = useDevice();

  it.each([
    [0, [0, 1, 1]],
    [1, [1, 1, 1]],
    [65_535, [65_535, 1, 1]],
    [65_536, [32_768, 2, 1]],
    [131_071, [43_691, 3, 1]],
    [65_535 ** 2, [65_535, 65_535, 1]],
  ])('of %i workgroups', (groups, grid) => {
    expect(linearGrid(groups, 1)).toEqual(grid);
    expect(linearGrid(groups * 64, 64)).toEqual(grid);
  });

  it('of more workgroups than a dimension holds reaches every element once', async ({ task }) => {
    const device = lane.device(task.meta);
    const elements = 65_537;
    const output = new Tensor('output', { shape: [elements], dtype: 'u32', layout: 'dense' });
    const workgroups = linearGrid(elements, 1);
    expect(workgroups[1]).toBe(2);
    const params = { count: elements };
    const [values] = await run(
      device,
      [dispatch(count, { params, tensors: { output }, workgroups })],
      [output],
    );
    expect(values).toEqual(Uint32Array.from({ length: elements }, (_, i) => i + 1));
  });
});
