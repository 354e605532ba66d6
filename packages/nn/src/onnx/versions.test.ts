import { useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { allOperators } from '../operators/all.ts';
import { importOnnx } from './import.ts';
import { buildOnnx, type TestNode } from './testing/build.ts';

describe('operators of version 6', () => {
  const lane = useDevice();
  const values = Float32Array.from({ length: 12 }, (_, i) => i - 6);

  it.for<[string, Partial<TestNode>, (value: number, channel: number) => number]>([
    [
      'Add from an axis on',
      { operator: 'Add', attributes: { broadcast: 1, axis: 1 } },
      (x, c) => x + 10 ** c,
    ],
    ['PRelu by channels', { operator: 'PRelu' }, (x, c) => (x < 0 ? x * 10 ** c : x)],
  ])('%s', async ([, node, compute], { task }) => {
    const model = buildOnnx({
      opset: 6,
      inputs: [{ name: 'x', type: 'float', shape: [2, 3, 2, 1] }],
      initializers: { list: { type: 'float', shape: [3], values: [1, 10, 100] } },
      nodes: [{ operator: '', inputs: ['x', 'list'], outputs: ['y'], ...node }],
      outputs: [{ name: 'y' }],
    });
    const { network } = await importOnnx(model);
    const plan = await compile(network, lane.device(task.meta), { operators: allOperators });
    const { y } = await plan.run({ x: values });
    plan.dispose();
    expect([...y]).toEqual([...values].map((x, i) => compute(x, Math.floor(i / 2) % 3)));
  });
});
