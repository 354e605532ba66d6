import type { Device } from '@facegpu/kernels';
import { bundlePage } from './bundle-size.ts';
import { planMemory } from './plan-memory.ts';

/** How much room the default pipeline takes, by name with its unit. */
export async function pipelineSizes(device: Device): Promise<Record<string, number>> {
  const { taken, least } = await planMemory(device);
  return {
    'values of the networks, MB': taken / 1e6,
    'values of the networks at least, MB': least / 1e6,
    'bundle minified and gzipped, kB': (await bundlePage('*')).size,
  };
}
