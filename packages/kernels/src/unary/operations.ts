import { floatOfBitsSource } from '../shader/element.ts';
import { arcsine, erfc, expm1, safeExp, sine } from './helpers.ts';

/**
 * A function of one element, in WGSL: the body of `fn operate(x)`, which computes a vec4 in f32, i32 or
 * u32, or a `vec4<bool>` where it asks something. `params.alpha` and `params.beta` are f32.
 */
export interface UnaryOperation {
  /** Of f32 and f16, which are computed in f32. The caller sees to NaN. */
  readonly real?: string;
  /** Of i32. */
  readonly whole?: string;
  /** Of truth values, as u32 of 0 or 1. */
  readonly logical?: string;
  /** The result is a truth value. */
  readonly asks?: true;
  /** Functions that the body calls. */
  readonly helpers?: readonly string[];
}

/** The operations by name. Functions that WGSL's own compute too roughly are computed in other ways. */
export const unaryOperations = {
  abs: { real: 'return abs(x);', whole: 'return abs(x);' },
  /** Outside of [-1, 1] it is NaN, as asin. */
  acos: {
    helpers: [floatOfBitsSource, arcsine],
    real: `let a = abs(x);
  let far = acos_above_half(a);
  let near = 1.5707963267948966 - sign(x) * near_asin(a);
  let outer = select(far, 3.141592653589793 - far, x < vec4<f32>(0.0));
  return unless_beyond_one(x, select(outer, near, a <= vec4<f32>(0.5)));`,
  },
  asin: {
    helpers: [floatOfBitsSource, arcsine],
    real: `let a = abs(x);
  let y = select(1.5707963267948966 - acos_above_half(a), near_asin(a), a <= vec4<f32>(0.5));
  return unless_beyond_one(x, sign(x) * y);`,
  },
  /** Tangents above that of an eighth and of three eighths of pi are brought below by a quarter or half. */
  atan: {
    real: `let a = abs(x);
  let is_far = a > vec4<f32>(2.414213562373095);
  let is_middle = a > vec4<f32>(0.4142135623730951);
  let r = select(select(a, (a - 1.0) / (a + 1.0), is_middle), -1.0 / a, is_far);
  let turned = select(select(vec4<f32>(0.0), vec4<f32>(0.7853981633974483), is_middle), vec4<f32>(1.5707963267948966), is_far);
  let z = r * r;
  let p = -0.333332895 + z * (0.199915386 + z * (-0.140287565 + z * 0.0853821358));
  return sign(x) * (turned + r + r * z * p);`,
  },
  ceil: { real: 'return ceil(x);' },
  /** x, and alpha · (e^(x / alpha) - 1) below 0 (Barron 2017). */
  celu: {
    helpers: [expm1],
    real: `return select(params.alpha * expm1(x / params.alpha), x, x > vec4<f32>(0.0));`,
  },
  /** min(max(x, alpha), beta): beta everywhere, if it is less than alpha. */
  clip: { real: 'return min(max(x, vec4<f32>(params.alpha)), vec4<f32>(params.beta));' },
  cos: { helpers: [floatOfBitsSource, sine], real: 'return sine(x, 1.0);' },
  cosh: {
    real: `let h = exp(0.5 * abs(x));
  return 0.5 * h * h + 0.5 / (h * h);`,
  },
  /** x, and alpha · (e^x - 1) below 0 (Clevert et al. 2015). */
  elu: {
    helpers: [expm1],
    real: `return select(params.alpha * expm1(x), x, x > vec4<f32>(0.0));`,
  },
  /** Near 0 a series (to x^9) keeps what the complement would cancel. */
  erf: {
    helpers: [erfc],
    real: `let s = x * x;
  let series = 1.0 - s * (1.0 / 3.0 - s * (0.1 - s * (1.0 / 42.0 - s / 216.0)));
  let near = 1.1283791670955126 * x * series;
  return select(sign(x) * (1.0 - erfc(abs(x))), near, abs(x) < vec4<f32>(0.4));`,
  },
  exp: { helpers: [floatOfBitsSource, safeExp], real: 'return safe_exp(x);' },
  floor: { real: 'return floor(x);' },
  /** x · Φ(x), where Φ is the normal distribution (Hendrycks and Gimpel 2016). */
  gelu: {
    helpers: [erfc],
    real: `let tail = 0.5 * erfc(abs(x) * 0.7071067811865476);
  return x * select(tail, 1.0 - tail, x > vec4<f32>(0.0));`,
  },
  /** x / 2 · (1 + tanh(sqrt(2 / pi) · (x + 0.044715 · x³))), of the same paper. */
  geluTanh: {
    real: `let c = clamp(x, vec4<f32>(-11.0), vec4<f32>(11.0));
  let y = 1.0 / (1.0 + exp(-1.5957691216057308 * (c + 0.044715 * c * c * c)));
  return x * select(y, vec4<f32>(0.0), x < vec4<f32>(-11.0));`,
  },
  /** clamp(alpha · x + beta, 0, 1). */
  hardSigmoid: {
    real: `return clamp(params.alpha * x + params.beta, vec4<f32>(0.0), vec4<f32>(1.0));`,
  },
  /** Positive infinity counts where alpha isn't 0, negative where beta isn't. */
  isInf: {
    asks: true,
    real: `let bits = bitcast<vec4<u32>>(x);
  let high = (bits == vec4<u32>(0x7f800000u)) & vec4<bool>(params.alpha != 0.0);
  let low = (bits == vec4<u32>(0xff800000u)) & vec4<bool>(params.beta != 0.0);
  return high | low;`,
  },
  isNan: { asks: true, real: 'return is_nan(x);' },
  log: {
    helpers: [floatOfBitsSource],
    real: `let y = select(log(x), x, x == float_of(0x7f800000u));
  return select(select(y, -float_of(0x7f800000u), x == vec4<f32>(0.0)), float_of(0x7fc00000u), x < vec4<f32>(0.0));`,
  },
  /** x · tanh(log(1 + e^x)) (Misra 2019), as a quotient of powers of e^x. */
  mish: {
    real: `let e = exp(min(x, vec4<f32>(20.0)));
  let n = e * (e + 2.0);
  return x * (n / (n + 2.0));`,
  },
  neg: { real: 'return -x;', whole: 'return -x;' },
  not: { asks: true, logical: 'return x == vec4<u32>(0u);' },
  reciprocal: { real: 'return 1.0 / x;' },
  /** To the nearest whole number, ties to the even one. */
  round: { real: 'return round(x);' },
  /** beta · x, and beta · alpha · (e^x - 1) below 0 (Klambauer et al. 2017). */
  selu: {
    helpers: [expm1],
    real: `return params.beta * select(params.alpha * expm1(x), x, x > vec4<f32>(0.0));`,
  },
  sign: { real: 'return sign(x);', whole: 'return sign(x);' },
  sin: { helpers: [floatOfBitsSource, sine], real: 'return sine(x, 0.0);' },
  /** Half the exponent at a time, as e^x overflows first; a series (to x^7) near 0. */
  sinh: {
    real: `let h = exp(0.5 * abs(x));
  let s = x * x;
  let near = x * (1.0 + s * (1.0 / 6.0 + s * (1.0 / 120.0 + s / 5040.0)));
  return select(sign(x) * (0.5 * h * h - 0.5 / (h * h)), near, abs(x) < vec4<f32>(0.5));`,
  },
  /** log(1 + e^x), of which no power overflows. */
  softplus: { real: `return max(x, vec4<f32>(0.0)) + log(1.0 + exp(-abs(x)));` },
  /** x / (1 + |x|). */
  softsign: { real: 'return x / (1.0 + abs(x));' },
  sqrt: {
    helpers: [floatOfBitsSource],
    real: `return select(sqrt(x), float_of(0x7fc00000u), x < vec4<f32>(0.0));`,
  },
  tan: { helpers: [floatOfBitsSource, sine], real: 'return sine(x, 0.0) / sine(x, 1.0);' },
  /** x where it is above alpha, and 0 elsewhere. */
  thresholdedRelu: { real: `return select(vec4<f32>(0.0), x, x > vec4<f32>(params.alpha));` },
} as const satisfies Readonly<Record<string, UnaryOperation>>;
