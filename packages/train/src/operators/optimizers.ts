import {
  adam as adamKernel,
  optimizerStateShape,
  sgd as sgdKernel,
  shapeMismatch,
} from '@facegpu/kernels';
import {
  defineOperator,
  type InferContext,
  kinds,
  type LowerContext,
  optional,
  requireInput,
  requireTensor,
  type ValueType,
} from '@facegpu/nn';

/**
 * `sgd(value, gradient, velocity, rate, scale)`: the new value and the new velocity, see `sgd` of
 * `@facegpu/kernels`. Attributes: momentum, nesterov, decay.
 */
export const sgd = defineOperator({
  attributes: {
    momentum: optional(kinds.real, 0),
    nesterov: optional(kinds.flag, false),
    decay: optional(kinds.real, 0),
  },
  inputs: 5,
  outputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => infer(context, 1),
  lower: (context) => {
    const { newState: newVelocity, state: velocity, ...shared } = tensorsOf(context);
    return sgdKernel({ ...context.attributes, ...shared, velocity, newVelocity });
  },
});

/**
 * `adam(value, gradient, moments, rate, scale)`: the new value and the new moments, see `adam` of
 * `@facegpu/kernels`. Attributes: beta1, beta2, epsilon, decay.
 */
export const adam = defineOperator({
  attributes: {
    beta1: optional(kinds.real, 0.9),
    beta2: optional(kinds.real, 0.999),
    epsilon: optional(kinds.real, 1e-8),
    decay: optional(kinds.real, 0),
  },
  inputs: 5,
  outputs: 2,
  layout: 'dense',
  keepsBatch: () => false,
  infer: (context) => infer(context, 2),
  lower: (context) => {
    const { newState: newMoments, state: moments, ...shared } = tensorsOf(context);
    return adamKernel({ ...context.attributes, ...shared, moments, newMoments });
  },
});

function infer(context: InferContext, rows: number): readonly ValueType[] {
  const { shape, dtype } = requireInput(context, 0);
  const state = requireInput(context, 2);
  const wanted = optimizerStateShape(shape, rows);
  if (`${state.shape}` !== `${wanted}`) {
    throw shapeMismatch(
      `${context.node.operator}: what it keeps of a value [${shape}] is [${state.shape}]`,
      `It must be [${wanted}].`,
    );
  }
  return [{ shape, dtype }, state];
}

function tensorsOf(context: LowerContext) {
  const [newValue, newState] = context.outputs;
  return {
    value: requireTensor(context, 0),
    gradient: requireTensor(context, 1),
    state: requireTensor(context, 2),
    rate: requireTensor(context, 3),
    scale: requireTensor(context, 4),
    newValue,
    newState,
  };
}
