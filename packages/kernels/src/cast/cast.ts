import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { bytesPerElement, type DType } from '../tensor/dtype.ts';
import { requireSpec } from '../tensor/require.ts';
import { storedCount, type Tensor } from '../tensor/tensor.ts';
import source from './cast.wgsl';
import { conversion } from './conversion.ts';

export const castShader = defineShader({
  name: 'cast/cast',
  source,
  params: struct({ vec4s: 'u32' }),
  constants: { INPUT_LOG2: 0, OUTPUT_LOG2: 0 },
  functions: conversion('f32', 'i32'),
});

export interface CastArgs {
  /** Any shape, dtype and layout. */
  readonly input: Tensor;
  /** Shape and layout of the input, any dtype. */
  readonly output: Tensor;
}

/**
 * Elements as another type. Fractions are cut off towards 0; what i32 and u32 can't hold becomes the
 * nearest number that they can, and NaN 0; i32 and u32 become each other by their bits, and bytes take
 * the lowest eight of a whole number's.
 * Everything but 0 is true. f16 is rounded to nearest, ties to even.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function cast({ input, output }: CastArgs): Dispatch[] {
  const { shape, layout } = input;
  requireSpec('cast', 'output', output, { shape, layout, dtype: output.dtype });
  const vec4s = Math.ceil(storedCount(input) / 4);
  return [
    dispatch(castShader, {
      label: 'cast',
      constants: { INPUT_LOG2: perWordLog2(input.dtype), OUTPUT_LOG2: perWordLog2(output.dtype) },
      functions: conversion(input.dtype, output.dtype),
      params: { vec4s },
      tensors: { input, output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}

/** The logarithm of how many elements share a word. */
function perWordLog2(dtype: DType): number {
  return Math.log2(4 / bytesPerElement(dtype));
}
