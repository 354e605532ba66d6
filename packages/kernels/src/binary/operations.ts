import { floatOfBitsSource, isNanSource } from '../shader/element.ts';

/**
 * An operation on two elements, in WGSL: the body of `fn operate(a, b)`, which computes a vec4 in f32,
 * i32 or u32, or a `vec4<bool>` where it compares.
 */
export interface BinaryOperation {
  readonly name: string;
  /** Of f32 and f16, which are computed in f32. */
  readonly real?: string;
  /** Of i32 and u32. */
  readonly whole?: string;
  /** Of truth values, as u32 of 0 or 1. */
  readonly logical?: string;
  /** The result is a truth value. */
  readonly compares?: true;
  /** Functions that the body calls. */
  readonly helpers?: readonly string[];
}

/** `a + b`, `a - b`, `a · b`. */
export const binaryAdd = arithmetic('add', 'return a + b;');
export const binarySub = arithmetic('sub', 'return a - b;');
export const binaryMul = arithmetic('mul', 'return a * b;');

/** `a / b`; whole numbers are cut off towards 0, and by 0 they stay as they are. */
export const binaryDiv = arithmetic('div', 'return a / b;');

/** `a` where it is 0 or more, and a · b elsewhere (He et al. 2015); `b` is its slope. */
export const binaryPrelu = arithmetic('prelu', 'return select(a, a * b, a < vec4<number>());');

/** The smaller and the larger one; NaN where one is NaN. */
export const binaryMin = extremum('min');
export const binaryMax = extremum('max');

/**
 * `a` to the power of `b`, as IEEE 754's pow: WGSL's own knows no negative `a`. Squares are exact. Whole
 * numbers are multiplied, so that none is lost; with a negative exponent they are cut off towards 0.
 */
export const binaryPow: BinaryOperation = {
  name: 'pow',
  helpers: [isNanSource, floatOfBitsSource],
  real: `let magnitude = abs(a);
  let zero = vec4<f32>(0.0);
  let infinity = float_of(0x7f800000u);
  let raised = exp2(clamp(b * log2(magnitude), vec4<f32>(-160.0), vec4<f32>(160.0)));
  // What the logarithm of 0 and infinity would come to.
  let grows = select((b < zero), (b > zero), magnitude > vec4<f32>(1.0));
  let ends = (magnitude == zero) | (magnitude == infinity) | (abs(b) == infinity);
  var y = select(raised, select(zero, infinity, grows), ends);
  // All floats from 2^24 are even.
  let is_whole = trunc(b) == b;
  let is_odd = is_whole & (abs(b) < vec4<f32>(16777216.0)) & (abs(b) % vec4<f32>(2.0) == vec4<f32>(1.0));
  let is_negative = (bitcast<vec4<u32>>(a) & vec4<u32>(0x80000000u)) != vec4<u32>(0u);
  y = select(y, -y, is_negative & is_odd);
  y = select(y, float_of(0x7fc00000u), (a < zero) & !is_whole & (magnitude != infinity));
  y = select(y, a * a, b == vec4<f32>(2.0));
  y = select(y, a + b, is_nan(a) | is_nan(b));
  let is_one = (b == zero) | (a == vec4<f32>(1.0)) | ((a == vec4<f32>(-1.0)) & (abs(b) == infinity));
  return select(y, vec4<f32>(1.0), is_one);`,
  whole: `let one = vec4<number>(1);
  var exponent = vec4<i32>(b);
  var square = a;
  var y = one;
  for (var bit = 0u; bit < 31u; bit++) {
    y = select(y, y * square, (exponent & vec4<i32>(1)) == vec4<i32>(1));
    square *= square;
    exponent >>= vec4<u32>(1u);
  }
  // 1 / a^-b is 0, unless a is 1 or -1, whose powers only differ by whether the exponent is odd.
  let is_unit = (a * a) == one;
  let is_odd = (vec4<i32>(b) & vec4<i32>(1)) == vec4<i32>(1);
  let reciprocal = select(vec4<number>(), select(one, a, is_odd), is_unit);
  return select(y, reciprocal, b < vec4<number>());`,
};

/** What is left of a whole `a` when it is divided by `b`, with the sign of `b` (Python's `%`). */
export const binaryMod: BinaryOperation = {
  name: 'mod',
  whole: `let rest = a % b;
  let zero = vec4<number>();
  return select(rest, rest + b, (rest != zero) & ((rest < zero) != (b < zero)));`,
};

/** What is left of `a` when it is divided by `b`, with the sign of `a` (C's `fmod`). */
export const binaryRemainder: BinaryOperation = {
  name: 'remainder',
  // The quotient may have been rounded to the next whole number.
  real: `let divisor = abs(b);
  let size = abs(a);
  var rest = fma(-floor(size / divisor), divisor, size);
  rest = select(rest, rest + divisor, rest < vec4<f32>(0.0));
  rest = select(rest, rest - divisor, rest >= divisor);
  rest = select(rest, size, (divisor > size) & (size == size));
  return select(rest, -rest, a < vec4<f32>(0.0));`,
  whole: 'return a % b;',
};

/** Truth values. NaN equals nothing, and is neither less nor greater. */
export const binaryEqual = comparison('equal', '==', 'return a == b;');
export const binaryLess = comparison('less', '<');
export const binaryLessOrEqual = comparison('lessOrEqual', '<=');
export const binaryGreater = comparison('greater', '>');
export const binaryGreaterOrEqual = comparison('greaterOrEqual', '>=');

/** Of truth values. */
export const binaryAnd = logic('and', '(a & b) != vec4<number>()');
export const binaryOr = logic('or', '(a | b) != vec4<number>()');
export const binaryXor = logic('xor', 'a != b');

/* @__NO_SIDE_EFFECTS__ */
function arithmetic(name: string, body: string): BinaryOperation {
  return { name, real: body, whole: body };
}

/* @__NO_SIDE_EFFECTS__ */
function extremum(name: 'min' | 'max'): BinaryOperation {
  return {
    name,
    helpers: [isNanSource],
    real: `return select(${name}(a, b), a + b, is_nan(a) | is_nan(b));`,
    whole: `return ${name}(a, b);`,
  };
}

/* @__NO_SIDE_EFFECTS__ */
function comparison(name: string, operator: string, logical?: string): BinaryOperation {
  return {
    name,
    helpers: [isNanSource],
    compares: true,
    real: `return (a ${operator} b) & !(is_nan(a) | is_nan(b));`,
    whole: `return a ${operator} b;`,
    ...(logical && { logical }),
  };
}

/* @__NO_SIDE_EFFECTS__ */
function logic(name: string, expression: string): BinaryOperation {
  return { name, compares: true, logical: `return ${expression};` };
}
