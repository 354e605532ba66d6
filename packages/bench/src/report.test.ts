import { expect, it } from 'vitest';
import type { Times } from './measure.ts';
import { toResult, toTable } from './report.ts';

const times = (median: number): Times => ({ median, quartiles: [median, median], runs: 3 });

it('compares with the fastest peer', () => {
  const measured = new Map([
    ['facegpu', times(10)],
    ['tfjs-webgpu', times(50)],
    ['tfjs-wasm', times(20)],
  ]);
  const work = { name: 'landmarks', kind: 'network' } as const;
  const result = toResult({ ...work, prepare: () => Promise.reject() }, 'adapter', measured);
  expect(result).toMatchObject({
    ...work,
    adapter: 'adapter',
    ours_ms: 10,
    peers: { 'tfjs-webgpu': 50, 'tfjs-wasm': 20 },
    ratio: 2,
  });
  expect(toTable([result])).toContain('50.0 ms  (5.00×)');
});
