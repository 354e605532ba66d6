/** How many elements become one, in WGSL: the bodies of `start`, `enter`, `join` and `leave`. */
export interface ReduceOperation {
  /** The type of what a part of a line comes to; that of its elements unless told. */
  readonly state?: string;
  /** What nothing comes to, of reals and of whole numbers. */
  readonly start: readonly [real: string, whole: string];
  /** What one element `x` comes to. */
  readonly enter: string;
  /** What two parts `a` and `b` come to. */
  readonly join: readonly [real: string, whole: string];
  /** The result of a line from what it came to, `s`. */
  readonly leave: string;
  /** It is for f32 and f16 alone. */
  readonly onlyReal?: true;
}

/** A sum of what each element counts as. */
/* @__NO_SIDE_EFFECTS__ */
function sumOf(enter: string, leave = 's'): ReduceOperation {
  return { start: ['number()', 'number()'], enter, join: ['a + b', 'a + b'], leave };
}

/** A sum of reals alone. */
/* @__NO_SIDE_EFFECTS__ */
function realSumOf(enter: string, leave: string): ReduceOperation {
  return { ...sumOf(enter, leave), onlyReal: true };
}

/** NaN is told by its bits, since `max` and `min` may drop it. */
/* @__NO_SIDE_EFFECTS__ */
function extremum(name: 'max' | 'min', start: readonly [string, string]): ReduceOperation {
  const real = `select(${name}(a, b), a + b, is_nan(a) || is_nan(b))`;
  return { start, enter: 'x', join: [real, `${name}(a, b)`], leave: 's' };
}

/** The operations by name; of no elements they are what is left where nothing is joined to it. */
export const reduceOperations = {
  l1: sumOf('abs(x)'),
  l2: realSumOf('x * x', 'sqrt(s)'),
  logSum: realSumOf('x', 'log_of(s)'),
  /**
   * log(Σ e^x): a part is (m, Σ e^(x - m)) with the largest of its elements as m, so that no power
   * overflows. m is finite: what isn't is told by the sum, which is 0, infinity or NaN then.
   */
  logSumExp: {
    state: 'vec2<f32>',
    start: ['vec2<f32>(-3.4028234e38, 0.0)', ''],
    enter: 'part_of(x)',
    join: [
      'vec2<f32>(max(a.x, b.x), a.y * exp(a.x - max(a.x, b.x)) + b.y * exp(b.x - max(a.x, b.x)))',
      '',
    ],
    leave: 's.x + log_of(s.y)',
    onlyReal: true,
  },
  max: extremum('max', ['float_of(0xff800000u)', 'number(LOWEST)']),
  mean: sumOf('x', 's / number(params.count)'),
  min: extremum('min', ['float_of(0x7f800000u)', 'number(HIGHEST)']),
  prod: { start: ['number(1)', 'number(1)'], enter: 'x', join: ['a * b', 'a * b'], leave: 's' },
  sum: sumOf('x'),
  sumSquare: sumOf('x * x'),
} as const satisfies Readonly<Record<string, ReduceOperation>>;

/** Functions that the bodies call. */
export const realHelpers = `fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}
fn float_of(bits: u32) -> f32 {
  var variable = bits;
  return bitcast<f32>(variable);
}
fn log_of(x: f32) -> f32 {
  let y = select(log(x), x, x == float_of(0x7f800000u) || is_nan(x));
  return select(select(y, float_of(0xff800000u), x == 0.0), float_of(0x7fc00000u), x < 0.0);
}
fn part_of(x: f32) -> vec2<f32> {
  if (x == float_of(0xff800000u)) {
    return vec2<f32>(-3.4028234e38, 0.0);
  }
  if (x == float_of(0x7f800000u) || is_nan(x)) {
    return vec2<f32>(3.4028234e38, x);
  }
  return vec2<f32>(x, 1.0);
}`;
