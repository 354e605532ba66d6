import type { UnaryName } from '@facegpu/kernels';

type Values = Readonly<Record<UnaryName, (x: number, alpha: number, beta: number) => number>>;

/** The functions of one element in float64, for what is known before the run. */
export const unaryValues: Values = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  ceil: Math.ceil,
  celu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
  clip: (x, low, high) => Math.min(Math.max(x, low), high),
  cos: Math.cos,
  cosh: Math.cosh,
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  erf,
  exp: Math.exp,
  floor: Math.floor,
  gelu: (x) => (x / 2) * (1 + erf(x * Math.SQRT1_2)),
  geluTanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  hardSigmoid: (x, alpha, beta) => Math.min(Math.max(alpha * x + beta, 0), 1),
  isInf: (x, high, low) => Number((x === Infinity && high !== 0) || (x === -Infinity && low !== 0)),
  isNan: (x) => Number(Number.isNaN(x)),
  log: Math.log,
  mish: (x) => x * Math.tanh(softplus(x)),
  neg: (x) => -x,
  not: (x) => Number(x === 0),
  reciprocal: (x) => 1 / x,
  round: roundToEven,
  selu: (x, alpha, beta) => beta * (x > 0 ? x : alpha * Math.expm1(x)),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  softplus,
  softsign: (x) => x / (1 + Math.abs(x)),
  sqrt: Math.sqrt,
  tan: Math.tan,
  thresholdedRelu: (x, alpha) => (x > alpha || Number.isNaN(x) ? x : 0),
};

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The error function by its series (Abramowitz and Stegun 1964, 7.1.6), whose terms are all positive. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 150; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
