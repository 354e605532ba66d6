import { expect, it } from 'vitest';
import { toTable } from './table.ts';
import { madeUp } from './testing.ts';

it('shows times, and how many times ours that is', () => {
  const table = toTable([madeUp({ name: 'a', ms: [10, 50] }), madeUp({ name: 'b', ms: [100] })]);
  expect(table).toContain('tfjs-webgpu');
  expect(table).toContain('50 ms (5.00×)');
  expect(table).toContain('100 ms');
  expect(table).not.toMatch(/NaN|Infinity|undefined/);
});
