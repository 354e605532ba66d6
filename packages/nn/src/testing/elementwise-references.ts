import { type Activation, broadcastShape, type UnaryName, whereShape } from '@facegpu/kernels';
import {
  activationReference,
  type BinaryName,
  binaryReference,
  castReference,
  unaryReference,
  whereReference,
} from '@facegpu/kernels/testing';
import type { ElementwiseOperator } from './elementwise-cases.ts';
import type { Given, Reference } from './reference.ts';

/** References of operators that compute each element from one of each operand. */
export const elementwiseReferences: Readonly<Record<ElementwiseOperator, Reference>> = {
  abs: unary('abs'),
  acos: unary('acos'),
  add: binary('add'),
  and: binary('and'),
  asin: unary('asin'),
  atan: unary('atan'),
  cast: ([x], { to }) => [{ shape: x.shape, values: castReference(x.values, 'f32', to) }],
  ceil: unary('ceil'),
  celu: unary('celu', ({ alpha = 1 }) => [alpha]),
  clip: unary('clip', ({ low = -Infinity, high = Infinity }) => [low, high]),
  cos: unary('cos'),
  cosh: unary('cosh'),
  div: binary('div'),
  elu: unary('elu', ({ alpha = 1 }) => [alpha]),
  equal: binary('equal'),
  erf: unary('erf'),
  exp: unary('exp'),
  floor: unary('floor'),
  gelu: ([x], { approximation }) => unary(approximation === 'tanh' ? 'geluTanh' : 'gelu')([x], {}),
  greater: binary('greater'),
  greaterOrEqual: binary('greaterOrEqual'),
  hardSigmoid: unary('hardSigmoid', ({ alpha = 0.2, beta = 0.5 }) => [alpha, beta]),
  hardSwish: activation({ kind: 'hardSwish' }),
  isInf: unary('isInf', ({ positive = true, negative = true }) => {
    return [Number(positive), Number(negative)];
  }),
  isNan: unary('isNan'),
  leakyRelu: ([x], { slope = 0.01 }) => activation({ kind: 'leakyRelu', slope })([x], {}),
  less: binary('less'),
  lessOrEqual: binary('lessOrEqual'),
  log: unary('log'),
  max: binary('max'),
  min: binary('min'),
  mish: unary('mish'),
  mod: binary('mod'),
  mul: binary('mul'),
  neg: unary('neg'),
  not: unary('not'),
  or: binary('or'),
  pow: binary('pow'),
  prelu: binary('prelu'),
  reciprocal: unary('reciprocal'),
  relu: activation({ kind: 'relu' }),
  relu6: activation({ kind: 'relu6' }),
  remainder: binary('remainder'),
  round: unary('round'),
  selu: unary('selu', ({ alpha = 1.6732632423543772, gamma = 1.0507009873554805 }) => {
    return [alpha, gamma];
  }),
  sigmoid: activation({ kind: 'sigmoid' }),
  sign: unary('sign'),
  sin: unary('sin'),
  sinh: unary('sinh'),
  softplus: unary('softplus'),
  softsign: unary('softsign'),
  sqrt: unary('sqrt'),
  sub: binary('sub'),
  tan: unary('tan'),
  tanh: activation({ kind: 'tanh' }),
  thresholdedRelu: unary('thresholdedRelu', ({ alpha = 1 }) => [alpha]),
  where: ([condition, a, b]) => {
    const shape = whereShape(condition.shape, a.shape, b.shape);
    return [{ shape, values: whereReference(shape, condition, a, b) }];
  },
  xor: binary('xor'),
};

function activation(of: Activation): Reference {
  return ([x]) => [{ shape: x.shape, values: activationReference(x.values, of) }];
}

function unary(
  op: UnaryName,
  parameters: (given: Given) => readonly number[] = () => [],
): Reference {
  return ([x], given) => {
    const [alpha, beta] = parameters(given);
    return [{ shape: x.shape, values: unaryReference(op, x.values, alpha, beta) }];
  };
}

function binary(operation: BinaryName): Reference {
  return ([a, b]) => {
    return [{ shape: broadcastShape(a.shape, b.shape), values: binaryReference(operation, a, b) }];
  };
}
