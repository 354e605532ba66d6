import type { Box } from './copy.ts';

/** The output of a copy: what it held before, with the box's elements replaced. */
export function copyReference(
  input: Float64Array,
  before: Float64Array,
  { axes, inputStart = 0, outputStart = 0 }: Box,
): Float64Array {
  const output = before.slice();
  const walk = (depth: number, source: number, goal: number): void => {
    const axis = axes[depth];
    if (!axis) {
      output[goal] = input[source];
      return;
    }
    for (let i = 0; i < axis.size; i++) {
      walk(depth + 1, source + i * axis.strides[0], goal + i * axis.strides[1]);
    }
  };
  walk(0, inputStart, outputStart);
  return output;
}
