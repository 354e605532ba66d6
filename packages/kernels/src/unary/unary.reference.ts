import type { UnaryName } from './unary.ts';

/** Each element through a function, in float64; truth is 1. */
export function unaryReference(op: UnaryName, x: Float64Array, alpha = 0, beta = 0): Float64Array {
  return x.map((value) => functions[op](value, alpha, beta));
}

const functions: Readonly<Record<UnaryName, (x: number, alpha: number, beta: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  ceil: Math.ceil,
  celu: (x, alpha) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)),
  clip: (x, low, high) => Math.min(Math.max(x, low), high),
  cos: Math.cos,
  cosh: Math.cosh,
  elu: (x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x),
  erf,
  exp: Math.exp,
  floor: Math.floor,
  gelu: (x) => (x / 2) * (x < -9 ? 0 : 1 + erf(x / Math.SQRT2)),
  geluTanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  hardSigmoid: (x, alpha, beta) => Math.min(Math.max(alpha * x + beta, 0), 1),
  isInf: (x, high, low) => Number((x === Infinity && high !== 0) || (x === -Infinity && low !== 0)),
  isNan: (x) => Number(Number.isNaN(x)),
  log: Math.log,
  mish: (x) => x * Math.tanh(Math.log1p(Math.exp(x))),
  neg: (x) => -x,
  not: (x) => Number(x === 0),
  reciprocal: (x) => 1 / x,
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  selu: (x, alpha, beta) => beta * (x < 0 ? alpha * Math.expm1(x) : x),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  softplus: (x) => (x > 30 ? x : Math.log1p(Math.exp(x))),
  softsign: (x) => x / (1 + Math.abs(x)),
  sqrt: Math.sqrt,
  tan: Math.tan,
  thresholdedRelu: (x, alpha) => (x > alpha || Number.isNaN(x) ? x : 0),
};

/** The error function by Simpson's rule over its integral. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const end = Math.min(Math.abs(x), 7);
  const steps = 400;
  const width = end / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const share = i === 0 || i === steps ? 1 : i % 2 ? 4 : 2;
    sum += share * Math.exp(-((i * width) ** 2));
  }
  return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * (width / 3) * sum;
}
