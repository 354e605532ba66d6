import { shapeMismatch } from '../errors.ts';
import { formatShape, type Tensor } from '../tensor/tensor.ts';

/** Whether the channels of a network's maps stand before height and width, or behind them. */
export type ChannelAxis = 'first' | 'last';

/** How the maps of a photo lie in a dense tensor: strides are counted in elements. */
export interface Maps {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly channelStride: number;
  /** From a cell to its neighbour on the right; rows follow one another. */
  readonly cellStride: number;
}

/**
 * Where the cells of a map lie in the network's input, in shares of its width and height: x and y of
 * the first one, and the way from one to the next.
 */
export interface CellGrid {
  readonly origin: readonly [x: number, y: number];
  readonly step: readonly [x: number, y: number];
}

/** Cells that share out the whole input: each lies at the centre of its part. */
export function centredCells({ height, width }: Pick<Maps, 'height' | 'width'>): CellGrid {
  return { origin: [0.5 / width, 0.5 / height], step: [1 / width, 1 / height] };
}

/** The parameters of a shader that follow from the places of its cells. */
export function cellParams({ origin, step }: CellGrid) {
  return { origin_x: origin[0], origin_y: origin[1], step_x: step[0], step_y: step[1] };
}

/** The fields of {@link cellParams}. */
export const cellFields = {
  origin_x: 'f32',
  origin_y: 'f32',
  step_x: 'f32',
  step_y: 'f32',
} as const;

/**
 * The maps of a tensor whose last three axes are those of an image.
 *
 * @throws FaceGpuError `shape-mismatch` where there are no cells
 */
export function mapsOf(kernel: string, what: string, tensor: Tensor, axis: ChannelAxis): Maps {
  const { shape } = tensor;
  const [a, b, c] = shape.slice(-3);
  const [channels, height, width] = axis === 'first' ? [a, b, c] : [c, a, b];
  if (shape.length < 3 || tensor.layout !== 'dense' || !(channels * height * width > 0)) {
    throw shapeMismatch(
      `${kernel}: ${what} is ${formatShape(shape)} ${tensor.layout}`,
      `It must be dense, with cells, and end in ${axis === 'first' ? 'channels, height, width' : 'height, width, channels'}.`,
    );
  }
  return {
    channels,
    height,
    width,
    channelStride: axis === 'first' ? height * width : 1,
    cellStride: axis === 'first' ? 1 : channels,
  };
}

/**
 * The same of a tensor with so many axes.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function rankedMapsOf(
  kernel: string,
  what: string,
  tensor: Tensor,
  axis: ChannelAxis,
  rank: 3 | 4,
): Maps {
  const maps = mapsOf(kernel, what, tensor, axis);
  if (tensor.shape.length === rank) return maps;
  throw shapeMismatch(
    `${kernel}: ${what} is ${formatShape(tensor.shape)}`,
    rank === 3
      ? 'It must have three axes; drop the batch by a view.'
      : 'It must have four axes, the batch first.',
  );
}

/**
 * Checks that there are as many cells as entries are wanted of them.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function requireEntries(kernel: string, entries: number, { height, width }: Maps): void {
  const count = height * width;
  if (entries >= 1 && entries <= count) return;
  throw shapeMismatch(
    `${kernel}: ${entries} are wanted of ${height}×${width} cells`,
    `Choose a number from 1 to ${count}.`,
  );
}

/**
 * Checks that maps have cells like others, and these channels.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function requireChannels(
  kernel: string,
  what: string,
  maps: Maps,
  cells: Pick<Maps, 'height' | 'width'>,
  channels: readonly number[],
): void {
  if (maps.height !== cells.height || maps.width !== cells.width) {
    throw shapeMismatch(
      `${kernel}: ${what} has ${maps.height}×${maps.width} cells`,
      `It must have ${cells.height}×${cells.width}, as the heatmaps have.`,
    );
  }
  const lost = channels.find((channel) => !(channel >= 0 && channel < maps.channels));
  if (lost === undefined) return;
  throw shapeMismatch(
    `${kernel}: channel ${lost} of ${what} is wanted, which has ${maps.channels}`,
    `Choose channels from 0 to ${maps.channels - 1}.`,
  );
}
