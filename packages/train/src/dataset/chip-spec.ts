import { FaceGpuError } from '@facegpu/kernels';
import type { Alignment } from '@facegpu/pipeline';

/** What chips are like: squares of `size` pixels, aligned to a template, and some pixels around them. */
export interface ChipSpec {
  /** The template that faces are aligned to: its name, or its points. */
  readonly alignment: Alignment;
  /** Side of the aligned square, in pixels. */
  readonly size: number;
  /** Pixels around it, on every side, for augmentation to move, turn and scale into. */
  readonly margin: number;
}

/** How large chips are. */
export type ChipSize = Pick<ChipSpec, 'size' | 'margin'>;

/** Side of a chip with what is around it, in pixels. */
export function chipSide({ size, margin }: ChipSize): number {
  return size + 2 * margin;
}

/** @throws FaceGpuError `bad-argument` */
export function requireChipSpec({ size, margin }: ChipSpec): void {
  const isCount = (value: number, least: number) => Number.isInteger(value) && value >= least;
  if (isCount(size, 1) && isCount(margin, 0)) return;
  throw new FaceGpuError(
    'bad-argument',
    `chips are to have ${size} pixels and a margin of ${margin}`,
    'Give whole numbers: 112 and 16 perhaps.',
  );
}
