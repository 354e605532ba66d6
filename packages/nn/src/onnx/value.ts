import type { DType } from '@facegpu/kernels';
import type { Order } from './order.ts';

/** Sizes of axes; `undefined` for one that isn't known before the model is compiled. */
export type Sizes = readonly (number | undefined)[];

/** A value of an ONNX graph, as the graph that is written has it. */
export interface OnnxValue {
  /** Its name in the graph that is written. */
  readonly name: string;
  /** In which order its axes are stored there. */
  readonly order: Order;
  /** Sizes of its axes, in ONNX's order. */
  readonly shape: Sizes;
  readonly dtype: DType;
}

/** The number of elements; `undefined` where a size isn't known. */
export function countOf(shape: Sizes): number | undefined {
  return shape.reduce<number | undefined>(
    (product, size) => (product === undefined || size === undefined ? undefined : product * size),
    1,
  );
}
