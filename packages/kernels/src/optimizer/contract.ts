import { requireSpec } from '../tensor/require.ts';
import { elementCount, type Tensor } from '../tensor/tensor.ts';

/** What each rule takes, and returns changed. All dense f32. */
export interface OptimizerArgs {
  /** What the gradient is multiplied with, `[1]`: to clip it, or to undo the scale of a loss. */
  readonly scale: Tensor;
  /** Any shape. */
  readonly value: Tensor;
  /** The shape of the value. */
  readonly gradient: Tensor;
  readonly newValue: Tensor;
}

/** A tensor of one value for each that is trained, or of several. */
export function requireState(
  kernel: string,
  args: OptimizerArgs,
  states: Readonly<Record<string, Tensor>>,
  rows: number,
): number {
  const { value, gradient, newValue, scale } = args;
  const spec = { dtype: 'f32', layout: 'dense' } as const;
  requireSpec(kernel, 'value', value, { shape: value.shape, ...spec });
  requireSpec(kernel, 'gradient', gradient, { shape: value.shape, ...spec });
  requireSpec(kernel, 'newValue', newValue, { shape: value.shape, ...spec });
  requireSpec(kernel, 'scale', scale, { shape: [1], ...spec });
  const vec4s = Math.ceil(elementCount(value.shape) / 4);
  for (const [name, state] of Object.entries(states)) {
    requireSpec(kernel, name, state, { shape: [rows, vec4s * 4], ...spec });
  }
  return vec4s;
}

/** The shape of what an optimiser keeps of a value: rows that end where a `vec4` does. */
export function optimizerStateShape(
  value: readonly number[],
  rows: number,
): readonly [number, number] {
  return [rows, Math.ceil(elementCount(value) / 4) * 4];
}
