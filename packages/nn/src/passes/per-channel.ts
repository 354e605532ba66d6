import { elementCount } from '@facegpu/kernels';
import { valuesOf } from '../ir/constant.ts';
import type { Constant } from '../ir/graph.ts';

/** A constant that broadcasts over all but the channels, as a function of the channel. */
export function perChannel(
  constant: Constant,
  channels: number,
): ((channel: number) => number) | undefined {
  const { shape } = constant;
  const count = elementCount(shape);
  const isScalar = count === 1 && shape.length <= 1;
  if (!isScalar && (shape.at(-1) !== channels || count !== channels)) return undefined;
  const values = valuesOf(constant);
  return isScalar ? () => values[0] : (c) => values[c];
}
