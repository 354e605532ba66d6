import { floatOfBitsSource } from '../shader/element.ts';
import { erfc, safeExp, sine } from './helpers.ts';

/**
 * The derivative of a function of one element: another operation, or in WGSL the body of `fn derive(x)`,
 * which computes a vec4 in f32 from what the function was given. `params.alpha` and `params.beta` are
 * those of the function. The caller sees to NaN.
 */
export type UnaryDerivative =
  | { readonly operation: 'cos' | 'cosh' | 'exp' | 'sinh' }
  | {
      readonly body: string;
      /** Functions that the body calls. */
      readonly helpers?: readonly string[];
    };

/**
 * The derivatives of the unary operations that have one, and of the activations, by name. Where a
 * function has a kink, one of the two slopes is taken: that of the flat side, where there is one, but
 * for `clip`, whose bounds pass the gradient on.
 */
export const unaryDerivatives = {
  abs: { body: 'return sign(x);' },
  acos: {
    helpers: [floatOfBitsSource],
    body: `let y = -1.0 / sqrt((1.0 - x) * (1.0 + x));
  return select(y, float_of(0x7fc00000u), abs(x) > vec4<f32>(1.0));`,
  },
  asin: {
    helpers: [floatOfBitsSource],
    body: `let y = 1.0 / sqrt((1.0 - x) * (1.0 + x));
  return select(y, float_of(0x7fc00000u), abs(x) > vec4<f32>(1.0));`,
  },
  atan: { body: 'return 1.0 / (1.0 + x * x);' },
  ceil: { body: 'return vec4<f32>(0.0);' },
  celu: {
    helpers: [floatOfBitsSource, safeExp],
    body: 'return select(safe_exp(x / params.alpha), vec4<f32>(1.0), x > vec4<f32>(0.0));',
  },
  clip: {
    body: 'return select(vec4<f32>(0.0), vec4<f32>(1.0), (x >= vec4<f32>(params.alpha)) & (x <= vec4<f32>(params.beta)));',
  },
  cos: { helpers: [floatOfBitsSource, sine], body: 'return sine(x, 2.0);' },
  cosh: { operation: 'sinh' },
  elu: {
    helpers: [floatOfBitsSource, safeExp],
    body: 'return select(params.alpha * safe_exp(x), vec4<f32>(1.0), x > vec4<f32>(0.0));',
  },
  erf: { body: 'return 1.1283791670955126 * exp(-min(x * x, vec4<f32>(100.0)));' },
  exp: { operation: 'exp' },
  floor: { body: 'return vec4<f32>(0.0);' },
  /** Φ(x) + x · φ(x), where φ is the density of the normal distribution Φ. */
  gelu: {
    helpers: [erfc],
    body: `let tail = 0.5 * erfc(abs(x) * 0.7071067811865476);
  let c = clamp(x, vec4<f32>(-14.0), vec4<f32>(14.0));
  return select(tail, 1.0 - tail, x > vec4<f32>(0.0)) + c * 0.3989422804014327 * exp(-0.5 * c * c);`,
  },
  /** s + x · s · (1 - s) · z', where s is the logistic function of z, a polynomial. */
  geluTanh: {
    body: `let c = clamp(x, vec4<f32>(-11.0), vec4<f32>(11.0));
  let z = 1.5957691216057308 * (c + 0.044715 * c * c * c);
  let e = exp(-abs(z));
  let s = select(e, vec4<f32>(1.0), z > vec4<f32>(0.0)) / (1.0 + e);
  let slope = 1.5957691216057308 * (1.0 + 0.134145 * c * c);
  return s + c * slope * e / ((1.0 + e) * (1.0 + e));`,
  },
  hardSigmoid: {
    body: `let y = params.alpha * x + params.beta;
  let inside = (y > vec4<f32>(0.0)) & (y < vec4<f32>(1.0));
  return select(vec4<f32>(0.0), vec4<f32>(params.alpha), inside);`,
  },
  hardSwish: {
    body: `let y = select((2.0 * x + 3.0) / 6.0, vec4<f32>(1.0), x >= vec4<f32>(3.0));
  return select(y, vec4<f32>(0.0), x <= vec4<f32>(-3.0));`,
  },
  identity: { body: 'return vec4<f32>(1.0);' },
  /** `params.alpha` is the slope below 0. */
  leakyRelu: {
    body: 'return select(vec4<f32>(1.0), vec4<f32>(params.alpha), x < vec4<f32>(0.0));',
  },
  log: {
    helpers: [floatOfBitsSource],
    body: 'return select(1.0 / x, float_of(0x7fc00000u), x < vec4<f32>(0.0));',
  },
  /** t + x · t', where t is the hyperbolic tangent, as a quotient of powers of e^x. */
  mish: {
    body: `let c = clamp(x, vec4<f32>(-80.0), vec4<f32>(20.0));
  let e = exp(c);
  let n = e * (e + 2.0);
  return n / (n + 2.0) + c * 4.0 * (e / (n + 2.0)) * ((1.0 + e) / (n + 2.0));`,
  },
  neg: { body: 'return vec4<f32>(-1.0);' },
  reciprocal: { body: 'return -1.0 / (x * x);' },
  relu: { body: 'return select(vec4<f32>(0.0), vec4<f32>(1.0), x > vec4<f32>(0.0));' },
  relu6: {
    body: 'return select(vec4<f32>(0.0), vec4<f32>(1.0), (x > vec4<f32>(0.0)) & (x < vec4<f32>(6.0)));',
  },
  round: { body: 'return vec4<f32>(0.0);' },
  selu: {
    helpers: [floatOfBitsSource, safeExp],
    body: `let below = params.alpha * safe_exp(x);
  return params.beta * select(below, vec4<f32>(1.0), x > vec4<f32>(0.0));`,
  },
  sigmoid: {
    body: `let e = exp(-min(abs(x), vec4<f32>(80.0)));
  return e / ((1.0 + e) * (1.0 + e));`,
  },
  sign: { body: 'return vec4<f32>(0.0);' },
  sin: { operation: 'cos' },
  sinh: { operation: 'cosh' },
  softplus: {
    body: `let e = exp(-min(abs(x), vec4<f32>(80.0)));
  return select(e, vec4<f32>(1.0), x > vec4<f32>(0.0)) / (1.0 + e);`,
  },
  softsign: {
    body: `let d = 1.0 + abs(x);
  return 1.0 / (d * d);`,
  },
  sqrt: {
    helpers: [floatOfBitsSource],
    body: 'return select(0.5 / sqrt(x), float_of(0x7fc00000u), x < vec4<f32>(0.0));',
  },
  tan: {
    helpers: [floatOfBitsSource, sine],
    body: `let c = sine(x, 1.0);
  return 1.0 / (c * c);`,
  },
  tanh: {
    body: `let e = exp(-2.0 * min(abs(x), vec4<f32>(40.0)));
  return 4.0 * e / ((1.0 + e) * (1.0 + e));`,
  },
  thresholdedRelu: {
    body: 'return select(vec4<f32>(0.0), vec4<f32>(1.0), x > vec4<f32>(params.alpha));',
  },
} as const satisfies Readonly<Record<string, UnaryDerivative>>;
