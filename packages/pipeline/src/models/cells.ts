import {
  type CellGrid,
  type ChannelAxis,
  centredCells,
  type Size,
  type Tensor,
} from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { positive } from './positive.ts';

const { listOf, maybe, of } = schema;

/** Where the cells of a network's maps lie, as its decoder's settings say it. */
export interface Cells {
  /** Whether the channels stand before height and width (unless told), or behind them. */
  readonly axis?: ChannelAxis | undefined;
  /**
   * Where the first cell's point lies in the network's input, in pixels, whose first covers 0 to 1; the
   * centre of its share of the input unless told.
   */
  readonly origin?: readonly [x: number, y: number] | undefined;
  /** The way from a cell to the next, in pixels; its share of the input unless told. */
  readonly step?: readonly [x: number, y: number] | undefined;
}

/** The schemas of {@link Cells}. */
export const cells: { readonly [Name in keyof Cells]-?: schema.Schema } = {
  axis: maybe(of(kinds.oneOf('first', 'last'))),
  origin: maybe(listOf(of(kinds.real), 2)),
  step: maybe(listOf(positive, 2)),
};

/** The cells of maps: height and width are those of the last axes but the channels'. */
export function gridOf(
  { axis = 'first', origin, step }: Cells,
  { shape }: Tensor,
  size: Size,
): { grid: CellGrid; axis: ChannelAxis; height: number; width: number } {
  const [height, width] = axis === 'first' ? shape.slice(-2) : shape.slice(-3);
  const centred = centredCells({ height, width });
  const shares = ([x, y]: readonly [number, number]) => [x / size.width, y / size.height] as const;
  const grid = {
    origin: origin ? shares(origin) : centred.origin,
    step: step ? shares(step) : centred.step,
  };
  return { grid, axis, height, width };
}
