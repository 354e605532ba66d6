import { expect, it } from 'vitest';
import { coldStart } from './cold-start.ts';
import { defaultNetworks } from './default-networks.ts';

it.each(['tfjs-wasm', 'ort-cpu'])('times the first run of %s', async (name) => {
  const result = await coldStart(name, defaultNetworks.landmarks);
  if ('leftOut' in result) throw new Error(result.leftOut);
  expect(Number.isFinite(result.milliseconds)).toBe(true);
  const [values] = Object.values(result.outputs);
  expect(values.length).toBeGreaterThan(0);
  expect(values.every(Number.isFinite)).toBe(true);
});
