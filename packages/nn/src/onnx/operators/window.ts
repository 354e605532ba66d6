import type { Pair } from '@facegpu/kernels';
import { ints, word } from '../attributes.ts';
import { badOnnx, unsupported } from '../bad-onnx.ts';

/** Attributes of everything that slides a window over an image or a line. */
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
  readonly padding: 'same' | 'same-lower' | 'valid' | readonly number[];
}

interface Attributes {
  readonly auto_pad: 'NOTSET' | 'VALID' | 'SAME_UPPER' | 'SAME_LOWER';
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** The window that a node's attributes describe; one that slides over a line has one row. */
export function windowOf(
  { auto_pad: mode, strides, dilations, pads }: Attributes,
  kernel: readonly number[],
): Window {
  const window = {
    kernel: pairOf(kernel, 'kernel_shape'),
    strides: pairOf(strides, 'strides'),
    dilations: pairOf(dilations, 'dilations'),
  };
  if (mode === 'VALID') return { ...window, padding: 'valid' };
  if (mode === 'SAME_UPPER') return { ...window, padding: 'same' };
  if (mode === 'SAME_LOWER') return { ...window, padding: 'same-lower' };
  return { ...window, padding: paddingOf(pads) };
}

/** Pads, all starts before all ends, as `[top, bottom, left, right]`. */
function paddingOf(pads: readonly number[]): readonly number[] {
  if (pads.length === 2) return [0, 0, ...pads];
  if (pads.length !== 4) throw badOnnx(`pads has ${pads.length} numbers, not 2 or 4`);
  const [top, left, bottom, right] = pads;
  return [top, bottom, left, right];
}

/** A number for y and one for x; where there is but one, it is x, and y is what changes nothing. */
export function pairOf(list: readonly number[], name: string, neutral = 1): Pair {
  const [first, second, ...rest] = list;
  if (rest.length === 0 && first !== undefined) {
    return second === undefined ? [neutral, first] : [first, second];
  }
  throw unsupported(
    `${name} is [${list.join(', ')}]`,
    'Only windows with one or two axes are supported, which slide over lines and images.',
  );
}
