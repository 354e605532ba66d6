import type { GraphInput } from '../ir/graph.ts';
import type { Dimensions } from '../ir/infer-types.ts';

/**
 * Sizes to try out for axes that have names, by where they stand: a batch is small, and images are
 * halved five times over in many a network.
 */
const batches = [1, 2];
const pixels = [256, 384];
const others = [8, 12];

/**
 * Two sets of sizes for the axes that the inputs name, which differ in each of them; none where all
 * sizes are known.
 */
export function trialsOf(inputs: readonly GraphInput[]): readonly Dimensions[] {
  const sizes = new Map<string, readonly number[]>();
  for (const { shape } of inputs) {
    for (const [axis, size] of shape.entries()) {
      if (typeof size === 'number' || sizes.has(size)) continue;
      const isImage = shape.length === 4 && axis > 1;
      sizes.set(size, axis === 0 ? batches : isImage ? pixels : others);
    }
  }
  if (sizes.size === 0) return [{}];
  return [0, 1].map((trial) => {
    return Object.fromEntries([...sizes].map(([name, choices]) => [name, choices[trial]]));
  });
}
