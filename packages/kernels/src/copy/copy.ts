import { shapeMismatch } from '../errors.ts';
import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { type Axis, axisStruct, mergeAxes, packAxes } from '../tensor/axes.ts';
import { bytesPerElement } from '../tensor/dtype.ts';
import { elementCount, storedCount, type Tensor } from '../tensor/tensor.ts';
import bytesSource from './bytes.wgsl';
import halvesSource from './halves.wgsl';
import vec4sSource from './vec4s.wgsl';
import wordsSource from './words.wgsl';

const params = struct({ count: 'u32', rank: 'u32', input_start: 'u32', output_start: 'u32' });

const structs = { Axis: axisStruct };
export const copyVec4sShader = defineShader({
  name: 'copy/vec4s',
  source: vec4sSource,
  params,
  structs,
});
export const copyWordsShader = defineShader({
  name: 'copy/words',
  source: wordsSource,
  params,
  structs,
});
export const copyHalvesShader = defineShader({
  name: 'copy/halves',
  source: halvesSource,
  params,
  structs,
});
export const copyBytesShader = defineShader({
  name: 'copy/bytes',
  source: bytesSource,
  params,
  structs,
});

/** A box of elements: where it begins in two tensors, and how both walk through it. */
export interface Box {
  /**
   * Outermost first; strides of the input and of the output, in stored elements. A negative one walks
   * backwards.
   */
  readonly axes: readonly Axis[];
  /** Index of the first stored element; 0 where it is left out. */
  readonly inputStart?: number | undefined;
  readonly outputStart?: number | undefined;
}

export interface CopyArgs extends Box {
  /** Any dtype and layout. */
  readonly input: Tensor;
  /** Dtype of the input; any layout. What lies outside the box stays as it is. */
  readonly output: Tensor;
}

/** The units in which a box can be copied, widest first. Those below a word copy one dtype alone. */
export const copyVariants = {
  vec4s: { shader: copyVec4sShader, bytes: 16 },
  words: { shader: copyWordsShader, bytes: 4 },
  halves: { shader: copyHalvesShader, bytes: 2 },
  bytes: { shader: copyBytesShader, bytes: 1 },
} as const;

export type CopyVariantName = keyof typeof copyVariants;

/**
 * Copies a box of elements from one tensor to another, each with strides of its own: what concat,
 * pad, slice, transpose and repack have in common. A stride of 0 in the input repeats elements.
 *
 * @param label names the kernel that copies, in profiles and errors.
 * @param variant forces a unit; the widest that fits where it is left out.
 * @throws FaceGpuError `shape-mismatch` where the box leaves a tensor, or the dtypes differ.
 */
export function copy(args: CopyArgs, label = 'copy', variant?: CopyVariantName): Dispatch[] {
  requireCopy(label, args);
  const { input, output } = args;
  const name = variant ?? chooseCopy(args);
  const { shader, bytes } = copyVariants[name];
  const box = supportsCopy(args, name) && inUnits(args, bytes / bytesPerElement(input.dtype));
  if (!box) {
    throw shapeMismatch(`${label}: the box doesn't divide into ${name}`, 'Leave the variant out.');
  }
  const count = sizeOf(box);
  return [
    dispatch(shader, {
      label,
      real: input.dtype === 'f16' && name === 'halves' ? 'f16' : 'f32',
      params: {
        count,
        rank: box.axes.length,
        input_start: box.inputStart,
        output_start: box.outputStart,
      },
      tensors: { axes: packAxes(box.axes), input, output },
      workgroups: linearGrid(count, 256),
    }),
  ];
}

/** The variant that `copy` takes. */
export function chooseCopy(args: CopyArgs): CopyVariantName {
  const names = Object.keys(copyVariants) as CopyVariantName[];
  return names.find((name) => supportsCopy(args, name)) ?? 'words';
}

/** Whether a box divides into a variant's units. */
export function supportsCopy(args: CopyArgs, variant: CopyVariantName): boolean {
  const { dtype } = args.input;
  const perUnit = copyVariants[variant].bytes / bytesPerElement(dtype);
  if (variant === 'halves' && dtype !== 'f16') return false;
  return inUnits(args, perUnit) !== undefined;
}

/** A box as a shader walks it: in units, on as few axes as it takes. */
interface UnitBox {
  readonly axes: readonly Axis[];
  readonly inputStart: number;
  readonly outputStart: number;
}

/** A box in units of `perUnit` neighbouring elements; nothing where it doesn't divide into them. */
function inUnits(
  { axes, inputStart = 0, outputStart = 0 }: Box,
  perUnit: number,
): UnitBox | undefined {
  const merged = mergeAxes(axes);
  const starts = [inputStart, outputStart];
  if (perUnit === 1) return { axes: merged, inputStart, outputStart };
  const row = merged.at(-1);
  if (perUnit < 1 || !row || row.strides.some((stride) => stride !== 1)) return undefined;
  const outer = merged.slice(0, -1);
  const lengths = [...starts, row.size, ...outer.flatMap(({ strides }) => strides)];
  if (lengths.some((length) => length % perUnit !== 0)) return undefined;
  return {
    axes: [
      ...outer.map(({ size, strides: [input, output] }): Axis => {
        return { size, strides: [input / perUnit, output / perUnit] };
      }),
      { size: row.size / perUnit, strides: [1, 1] },
    ],
    inputStart: inputStart / perUnit,
    outputStart: outputStart / perUnit,
  };
}

function requireCopy(label: string, args: CopyArgs): void {
  const { input, output, axes, inputStart = 0, outputStart = 0 } = args;
  if (input.dtype !== output.dtype) {
    throw shapeMismatch(
      `${label}: input is ${input.dtype}, output is ${output.dtype}`,
      'A copy converts nothing: give both the same dtype.',
    );
  }
  if (sizeOf(args) === 0) return;
  for (const [i, tensor, start] of [
    [0, input, inputStart],
    [1, output, outputStart],
  ] as const) {
    const steps = axes.map(({ size, strides }) => (size - 1) * strides[i]);
    const first = steps.reduce((sum, step) => sum + Math.min(step, 0), start);
    const last = steps.reduce((sum, step) => sum + Math.max(step, 0), start);
    if (first < 0 || last >= storedCount(tensor)) {
      throw shapeMismatch(
        `${label}: the box has elements ${first} to ${last} of ${tensor.label}, which has ${storedCount(tensor)}`,
        'Check starts, sizes and strides.',
      );
    }
  }
}

function sizeOf({ axes }: Pick<Box, 'axes'>): number {
  return elementCount(axes.map(({ size }) => size));
}
