import { elementCount } from '@facegpu/kernels';
import { int } from '../attributes.ts';
import { defineOnnxOperator } from '../operator.ts';
import { axisOf } from './axis.ts';

/** Over one axis, the last unless told, since version 13; before, over all from axis 1 on, as one. */
/* @__NO_SIDE_EFFECTS__ */
function along(operator: 'logSoftmax' | 'softmax') {
  return defineOnnxOperator({
    attributes: { axis: int() },
    inputs: [1, 1],
    lower: (context) => {
      const value = context.input(0);
      const { name, order, shape } = value;
      const isSingle = context.opset >= 13;
      const axis = axisOf(context.attributes.axis ?? (isSingle ? -1 : 1), order.length);
      const behind = shape.slice(axis + 1);
      if (isSingle || behind.every((size) => size === 1)) {
        return context.node(operator, [name], { axis: order.indexOf(axis) }, order);
      }
      const sizes = context.shape(value);
      const rows = elementCount(sizes.slice(0, axis));
      const flat = context.node('reshape', [context.dense(value)], {
        shape: [rows, elementCount(sizes.slice(axis))],
      });
      const result = context.node(operator, [flat.name], { axis: 1 });
      return context.node('reshape', [result.name], { shape: sizes });
    },
  });
}

export const softmaxes = { LogSoftmax: along('logSoftmax'), Softmax: along('softmax') };
