import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type DType, encode } from '../tensor/dtype.ts';
import { byteLength, type Tensor } from '../tensor/tensor.ts';
import source from './fill.wgsl';

export const fillShader = defineShader({
  name: 'fill/fill',
  source,
  params: struct({ vec4s: 'u32', word: 'u32' }),
});

export interface FillArgs {
  /** Any dtype and layout; padding lanes are filled too. */
  readonly output: Tensor;
  readonly value: number;
}

/**
 * One value in every element of a tensor, as its dtype holds it.
 *
 * @param label names the kernel that fills, in profiles.
 */
export function fill({ output, value }: FillArgs, label = 'fill'): Dispatch[] {
  const vec4s = byteLength(output) / 16;
  return [
    dispatch(fillShader, {
      label,
      params: { vec4s, word: wordOf(value, output.dtype) },
      tensors: { output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}

/** Four bytes full of a value: one element, two of f16, or four of u8. */
function wordOf(value: number, dtype: DType): number {
  const { buffer } = encode([value, value, value, value], dtype);
  return new Uint32Array(buffer, 0, 1)[0];
}
