import { defineOnnxOperator } from '../operator.ts';
import { elementwise } from './elementwise.ts';

/* @__NO_SIDE_EFFECTS__ */
function binary(operator: 'add' | 'sub' | 'mul' | 'div') {
  return defineOnnxOperator({
    attributes: {},
    inputs: [2, 2],
    lower: (context) => elementwise(context, operator, [context.input(0), context.input(1)]),
  });
}

export const arithmetic = {
  Add: binary('add'),
  Div: binary('div'),
  Mul: binary('mul'),
  Sub: binary('sub'),
};
