import { erf } from '../unary/unary.reference.ts';
import type { UnaryGradientName } from './unary-gradient.ts';

/** The derivative at each element times the output's gradient, in float64. */
export function unaryGradientReference(
  op: UnaryGradientName,
  x: Float64Array,
  outputGradient: Float64Array,
  alpha = 0,
  beta = 0,
): Float64Array {
  return x.map((value, i) => {
    const slope = Number.isNaN(value) ? value : derivatives[op](value, alpha, beta);
    return slope * outputGradient[i];
  });
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
/** From here on, what a product of x and a function that vanishes comes to is nothing. */
const far = 40;
const unlessFar = (x: number, near: number) => (Math.abs(x) > far ? 0 : near);

const derivatives: Readonly<
  Record<UnaryGradientName, (x: number, alpha: number, beta: number) => number>
> = {
  abs: Math.sign,
  acos: (x) => -1 / Math.sqrt(1 - x * x),
  asin: (x) => 1 / Math.sqrt(1 - x * x),
  atan: (x) => 1 / (1 + x * x),
  ceil: () => 0,
  celu: (x, alpha) => (x > 0 ? 1 : Math.exp(x / alpha)),
  clip: (x, low, high) => Number(x >= low && x <= high),
  cos: (x) => -Math.sin(x),
  cosh: Math.sinh,
  elu: (x, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)),
  erf: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  exp: Math.exp,
  floor: () => 0,
  gelu: (x) => {
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    return (1 + erf(x / Math.SQRT2)) / 2 + unlessFar(x, x * density);
  },
  geluTanh: (x) => {
    const k = Math.sqrt(2 / Math.PI);
    const t = Math.tanh(k * (x + 0.044715 * x ** 3));
    const slope = k * (1 + 3 * 0.044715 * x * x);
    return (1 + t) / 2 + unlessFar(x, (x / 2) * (1 - t * t) * slope);
  },
  hardSigmoid: (x, alpha, beta) => (alpha * x + beta > 0 && alpha * x + beta < 1 ? alpha : 0),
  hardSwish: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6),
  identity: () => 1,
  leakyRelu: (x, slope) => (x < 0 ? slope : 1),
  log: (x) => (x < 0 ? Number.NaN : 1 / x),
  mish: (x) => {
    const t = Math.tanh(Math.log1p(Math.exp(x)));
    return t + unlessFar(x, x * (1 - t * t) * sigmoid(x));
  },
  neg: () => -1,
  reciprocal: (x) => -1 / (x * x),
  relu: (x) => Number(x > 0),
  relu6: (x) => Number(x > 0 && x < 6),
  round: () => 0,
  selu: (x, alpha, beta) => (x > 0 ? beta : beta * alpha * Math.exp(x)),
  sigmoid: (x) => sigmoid(x) * sigmoid(-x),
  sign: () => 0,
  sin: Math.cos,
  sinh: Math.cosh,
  softplus: sigmoid,
  softsign: (x) => 1 / (1 + Math.abs(x)) ** 2,
  sqrt: (x) => 1 / (2 * Math.sqrt(x)),
  tan: (x) => 1 / Math.cos(x) ** 2,
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  thresholdedRelu: (x, alpha) => Number(x > alpha),
};
