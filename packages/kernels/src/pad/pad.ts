import { type Box, copy } from '../copy/copy.ts';
import { shapeMismatch } from '../errors.ts';
import { fill } from '../fill/fill.ts';
import type { Dispatch } from '../shader/dispatch.ts';
import { denseStrides, requireEach } from '../tensor/axes.ts';
import { requireLayout, requireSpec } from '../tensor/require.ts';
import { formatShape, type Shape, type Tensor } from '../tensor/tensor.ts';
import { type PadMode, padRuns } from './runs.ts';

export interface PadAttributes {
  /** Elements to add in front of each axis and behind it; those below 0 cut elements off. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** `constant` where it is left out. */
  readonly mode?: PadMode | undefined;
}

export interface PadArgs extends PadAttributes {
  /** Dense, any dtype. */
  readonly input: Tensor;
  /** Dense, dtype of the input; each axis longer by what is added to it. */
  readonly output: Tensor;
  /** What the added elements hold with the mode `constant`; 0 where it is left out. */
  readonly value?: number | undefined;
}

/**
 * Surrounds a tensor with a constant, or with elements of its own: copies every part of the output that
 * walks evenly through the input, so that no element has to find out on which side of an edge it lies.
 * A constant fills the whole output first.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function pad({ input, output, value = 0, ...attributes }: PadArgs): Dispatch[] {
  const shape = padShape(input.shape, attributes);
  requireLayout('pad', 'input', input, 'dense');
  requireSpec('pad', 'output', output, { shape, dtype: input.dtype, layout: 'dense' });
  const boxes = boxesOf(input.shape, shape, attributes);
  const isConstant = (attributes.mode ?? 'constant') === 'constant';
  const copies = boxes.flatMap((box) => copy({ ...box, input, output }, 'pad'));
  return isConstant ? [...fill({ output, value }, 'pad'), ...copies] : copies;
}

/**
 * The shape of a padded tensor.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function padShape(shape: Shape, { before, after, mode = 'constant' }: PadAttributes): Shape {
  requireEach('pad', 'amounts before', before, shape.length, -mostCut);
  requireEach('pad', 'amounts after', after, shape.length, -mostCut);
  const padded = shape.map((size, i) => size + before[i] + after[i]);
  const isEmpty = shape.some((size, i) => size === 0 && padded[i] > 0);
  if (padded.every((size) => size >= 0) && !(isEmpty && mode !== 'constant')) return padded;
  throw shapeMismatch(
    `pad: ${formatShape(shape)} would become ${formatShape(padded)}`,
    'Cut off no more than there is, and repeat only what has elements.',
  );
}

/** The most that may be cut off an axis, or added to it. */
const mostCut = 2 ** 31 - 1;

interface PadBox extends Box {
  readonly inputStart: number;
  readonly outputStart: number;
}

/** The parts of the output that walk evenly through the input: a run along each axis. */
function boxesOf(input: Shape, output: Shape, attributes: PadAttributes): readonly PadBox[] {
  const { before, mode = 'constant' } = attributes;
  const [inputStrides, outputStrides] = [denseStrides(input), denseStrides(output)];
  let boxes: readonly PadBox[] = [{ axes: [], inputStart: 0, outputStart: 0 }];
  for (const [i, size] of input.entries()) {
    const runs = padRuns(size, before[i], output[i], mode);
    boxes = boxes.flatMap(({ axes, inputStart, outputStart }) =>
      runs.map(({ from, step, to, length }) => {
        const strides = [step * inputStrides[i], outputStrides[i]] as const;
        return {
          axes: [...axes, { size: length, strides }],
          inputStart: inputStart + from * inputStrides[i],
          outputStart: outputStart + to * outputStrides[i],
        };
      }),
    );
  }
  return boxes;
}
