import { unsupported } from '../bad-onnx.ts';
import type { OnnxContext } from '../operator.ts';
import { channelsLast, type Order } from '../order.ts';
import type { OnnxValue } from '../value.ts';
import { view } from './view.ts';

/** Of a line `[batch, channels, length]` with its channels last. */
const lineOrder: Order = [0, 2, 1];

/**
 * The name of a value as images with their channels last. A line `[batch, channels, length]` becomes an
 * image of one row.
 */
export function imageOf(context: OnnxContext, value: OnnxValue): string {
  if (value.order.length === 4) return context.image(value);
  if (value.order.length === 3) {
    const line = { ...value, name: context.ordered(value, lineOrder), order: lineOrder };
    return view(context, line, [{ axis: 0 }, 1, { axis: 1 }, { axis: 2 }], channelsLast).name;
  }
  throw unsupported(
    `"${value.name}" has ${value.order.length} axes`,
    'Images [batch, channels, height, width] and lines [batch, channels, length] are supported.',
  );
}

/** An image that was computed, as a line where it came from one. */
export function likeInput(context: OnnxContext, image: OnnxValue, input: OnnxValue): OnnxValue {
  if (input.order.length === 4) return image;
  return view(context, image, [{ axis: 0 }, { axis: 2 }, { axis: 3 }], lineOrder);
}
