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

/**
 * Checks what every rule takes, and states with so many rows.
 *
 * @returns the vec4s of the value
 * @throws FaceGpuError `shape-mismatch`
 */
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
  const shape = optimizerStateShape(value.shape, rows);
  for (const [name, state] of Object.entries(states)) {
    requireSpec(kernel, name, state, { shape, ...spec });
  }
  return shape[1] / 4;
}

/** The shape of what an optimiser keeps of a value: rows that end where a `vec4` does. */
export function optimizerStateShape(
  value: readonly number[],
  rows: number,
): readonly [number, number] {
  return [rows, Math.ceil(elementCount(value) / 4) * 4];
}
