import type { Pair } from '@facegpu/kernels';
import { ints, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';
import type { OnnxContext } from '../operator.ts';
import type { OnnxValue } from '../value.ts';

/** Attributes of everything that slides a window over an image. */
export const windowAttributes = {
  auto_pad: word('NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'),
  kernel_shape: ints(),
  strides: ints([1, 1]),
  dilations: ints([1, 1]),
  pads: ints([0, 0, 0, 0]),
};

/** A window as the runtime's operators take it. */
export interface Window {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: 'same' | 'valid' | readonly number[];
}

interface Attributes {
  readonly auto_pad: 'NOTSET' | 'VALID' | 'SAME_UPPER' | 'SAME_LOWER';
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** The window that a node's attributes describe, over the image `input`. */
export function windowOf(
  context: OnnxContext,
  attributes: Attributes,
  kernel: readonly number[],
  input: OnnxValue,
): Window {
  const { auto_pad: mode, strides, dilations, pads } = attributes;
  const window = {
    kernel: pairOf(kernel, 'kernel_shape'),
    strides: pairOf(strides, 'strides'),
    dilations: pairOf(dilations, 'dilations'),
  };
  if (mode === 'VALID') return { ...window, padding: 'valid' };
  if (mode === 'SAME_UPPER') return { ...window, padding: 'same' };
  if (mode === 'SAME_LOWER') return { ...window, padding: samePadding(context, window, input) };
  if (pads.length !== 4) throw badOnnx(`pads has ${pads.length} numbers, not 4`);
  const [top, left, bottom, right] = pads;
  return { ...window, padding: [top, bottom, left, right] };
}

/** As many windows as strides fit into the image; an odd row goes to the start. */
function samePadding(
  context: OnnxContext,
  { kernel, strides, dilations }: Omit<Window, 'padding'>,
  input: OnnxValue,
): readonly number[] {
  const size = context.shape(input).slice(2);
  return [0, 1].flatMap((axis) => {
    const windows = Math.ceil(size[axis] / strides[axis]);
    const span = (kernel[axis] - 1) * dilations[axis] + 1;
    const total = Math.max(0, (windows - 1) * strides[axis] + span - size[axis]);
    return [Math.ceil(total / 2), Math.floor(total / 2)];
  });
}

function pairOf(list: readonly number[], name: string): Pair {
  const [y, x, ...rest] = list;
  if (y !== undefined && x !== undefined && rest.length === 0) return [y, x];
  throw unsupported(
    `${name} is [${list.join(', ')}]`,
    'Only windows with two axes are supported, which slide over images.',
  );
}
