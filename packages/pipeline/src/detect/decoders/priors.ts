import { type BoxScales, ConstantTensor, FaceGpuError, type Size } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { positive } from '../../models/positive.ts';

const { listOf, maybe, of } = schema;

/** The boxes around the cells of a feature map, on which a detector's boxes build. */
export interface PriorGrid {
  /** How many pixels of the input a cell is wide and high. */
  readonly stride: number;
  /** Sides of the squares around each cell, in pixels. */
  readonly sides: readonly number[];
  /** Where in a cell the squares' centre lies: 0 at its left and upper edge, 0.5 in its middle. */
  readonly offset: number;
  /** Whether centres and sides are kept within the input. */
  readonly clip?: boolean | undefined;
}

/**
 * Left, top, right and bottom of each prior as shares of the input, ordered by grid, row, column and
 * side. The last cells of a row or a column may reach over the edge.
 *
 * @param size of the network's input, in pixels
 */
export function priorsOf(
  { width, height }: Size,
  grids: readonly PriorGrid[],
): Float32Array<ArrayBuffer> {
  const priors: number[] = [];
  for (const { stride, sides, offset, clip = false } of grids) {
    const share = (pixels: number, whole: number) =>
      clip ? Math.min(pixels / whole, 1) : pixels / whole;
    for (let row = 0; row < Math.ceil(height / stride); row++) {
      for (let column = 0; column < Math.ceil(width / stride); column++) {
        const x = share((column + offset) * stride, width);
        const y = share((row + offset) * stride, height);
        for (const side of sides) {
          const [halfWidth, halfHeight] = [share(side, width) / 2, share(side, height) / 2];
          priors.push(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight);
        }
      }
    }
  }
  return Float32Array.from(priors);
}

/** Priors on the GPU: `[priors, 4]`, dense, f32. */
export function priorTensor(priors: Float32Array<ArrayBuffer>): ConstantTensor {
  const spec = { shape: [priors.length / 4, 4], dtype: 'f32', layout: 'dense' } as const;
  return new ConstantTensor('priors', spec, priors);
}

/** Settings of detectors whose boxes are relative to square priors. */
export interface PriorSettings {
  /** Pixels between cells, for each feature map. */
  readonly strides?: readonly number[] | undefined;
  /** Sides of the priors of a cell in pixels, for each feature map. */
  readonly sides?: readonly (readonly number[])[] | undefined;
  /** What encodings of centres, and of sizes, are multiplied by; 0.1 and 0.2 unless told. */
  readonly variances?: readonly [centre: number, size: number] | undefined;
}

/** A schema for each of {@link PriorSettings}. */
export const priorSettings = {
  strides: maybe(listOf(of(kinds.count))),
  sides: maybe(listOf(listOf(positive))),
  variances: maybe(listOf(positive, 2)),
};

interface Grids {
  readonly strides: readonly number[];
  readonly sides: readonly (readonly number[])[];
  readonly clip: boolean;
}

/**
 * The grids of a detector whose priors lie around the middle of each cell.
 *
 * @throws FaceGpuError `bad-model` where strides and sides aren't as many
 */
export function priorGrids({ strides, sides, clip }: Grids, source: string): PriorGrid[] {
  if (strides.length !== sides.length) {
    throw new FaceGpuError(
      'bad-model',
      `${source}: settings.decode has ${strides.length} strides, and sides for ${sides.length}`,
      'List the sides of the priors for each stride.',
    );
  }
  return strides.map((stride, i) => ({ stride, sides: sides[i], offset: 0.5, clip }));
}

/** What the kernel divides encodings by. */
export function scalesOf({ variances = [0.1, 0.2] }: PriorSettings): BoxScales {
  const [centre, size] = variances.map((variance) => 1 / variance);
  return { x: centre, y: centre, width: size, height: size };
}
