import { type UnaryGradientName, unaryDerivatives } from '@facegpu/kernels';
import { activationOf, allOperators, unaryOf } from '@facegpu/nn';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';

/** Activations whose slope shows in what they give: then what they were given need not be kept. */
const byOutput = ['relu', 'relu6'];

/** Of functions of each element: the derivative there, times the gradient. */
export const functionGradients: GradientTable = /* @__PURE__ */ defineGradients(allOperators, {
  abs: derivative,
  acos: derivative,
  asin: derivative,
  atan: derivative,
  celu: derivative,
  clip: derivative,
  cos: derivative,
  cosh: derivative,
  elu: derivative,
  erf: derivative,
  exp: (context) => [context.add('mul', [context.gradient, context.output()])],
  gelu: derivative,
  hardSigmoid: derivative,
  hardSwish: derivative,
  leakyRelu: derivative,
  log: derivative,
  mish: derivative,
  neg: (context) => [context.add('neg', [context.gradient])],
  reciprocal: derivative,
  relu: derivative,
  relu6: derivative,
  selu: derivative,
  sigmoid: derivative,
  sin: derivative,
  sinh: derivative,
  softplus: derivative,
  softsign: derivative,
  sqrt: derivative,
  tan: derivative,
  tanh: derivative,
  thresholdedRelu: derivative,
});

function derivative(context: GradientContext): readonly (string | undefined)[] {
  const { node, gradient } = context;
  const call = unaryOf(node) ?? activationCall(node);
  if (!call || !isSmooth(call.op)) {
    throw context.unsupported('as a function of each element', 'Train what comes behind it.');
  }
  const { op, alpha, beta } = call;
  const at = byOutput.includes(op) ? context.output() : context.input(0);
  const attributes = {
    op,
    ...(alpha !== undefined && Number.isFinite(alpha) && { alpha }),
    ...(beta !== undefined && Number.isFinite(beta) && { beta }),
  };
  return [context.add('unaryGradient', [at, gradient], attributes)];
}

function activationCall(node: GradientContext['node']) {
  const activation = activationOf(node);
  if (!activation) return undefined;
  const alpha = activation.kind === 'leakyRelu' ? activation.slope : undefined;
  return { op: activation.kind, alpha, beta: undefined };
}

function isSmooth(op: string): op is UnaryGradientName {
  return Object.hasOwn(unaryDerivatives, op);
}
