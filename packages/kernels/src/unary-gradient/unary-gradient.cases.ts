import type { Layout, Shape } from '../tensor/tensor.ts';
import type { Random } from '../testing/random.ts';
import type { UnaryGradientName } from './unary-gradient.ts';

export interface UnaryGradientCase {
  readonly name: string;
  readonly op: UnaryGradientName;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly alpha?: number;
  readonly beta?: number;
  /** Inputs are drawn from [low, high). */
  readonly low: number;
  readonly high: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

type Parameters = Partial<Pick<UnaryGradientCase, 'alpha' | 'beta' | 'low' | 'high'>>;

/** Every operation, with parameters, and inputs that reach its flat ends and come near its poles. */
export const differentiable: readonly (readonly [UnaryGradientName, Parameters?])[] = [
  ['abs'],
  ['acos', { low: -1.1, high: 1.1 }],
  ['asin', { low: -1.1, high: 1.1 }],
  ['atan'],
  ['ceil'],
  ['celu', { alpha: 1.5 }],
  ['clip', { alpha: -2.5, beta: 3 }],
  ['clip', { alpha: 3, beta: -1 }],
  ['cos', { low: -99, high: 99 }],
  ['cosh', { low: -9, high: 9 }],
  ['elu', { alpha: 0.7 }],
  ['erf', { low: -4, high: 4 }],
  ['exp', { low: -11, high: 11 }],
  ['floor'],
  ['gelu'],
  ['geluTanh'],
  ['hardSigmoid', { alpha: 0.2, beta: 0.5 }],
  ['hardSwish'],
  ['identity'],
  ['leakyRelu', { alpha: 0.1 }],
  ['log', { low: -1, high: 9 }],
  ['mish'],
  ['neg'],
  ['reciprocal', { low: 0.1, high: 4 }],
  ['relu'],
  ['relu6'],
  ['round'],
  ['selu', { alpha: 1.67326, beta: 1.0507 }],
  ['sigmoid', { low: -12, high: 12 }],
  ['sign'],
  ['sin', { low: -99, high: 99 }],
  ['sinh', { low: -9, high: 9 }],
  ['softplus', { low: -40, high: 40 }],
  ['softsign'],
  ['sqrt', { low: -1, high: 9 }],
  ['tan', { low: -1.5, high: 1.5 }],
  ['tanh', { low: -12, high: 12 }],
  ['thresholdedRelu', { alpha: 1.25 }],
];

const shapes: readonly { shape: Shape; layout: Layout }[] = [
  { shape: [], layout: 'dense' },
  { shape: [1], layout: 'dense' },
  { shape: [257], layout: 'dense' },
  { shape: [0, 7], layout: 'dense' },
  { shape: [2, 1, 3, 5, 7, 2], layout: 'dense' },
  { shape: [1, 1, 1, 1], layout: 'nhwc4' },
  { shape: [0, 7, 5, 6], layout: 'nhwc4' },
];

const withFarEnds = ['atan', 'elu', 'erf', 'gelu', 'geluTanh', 'mish', 'softplus', 'tanh'] as const;

export const unaryGradientCases: readonly UnaryGradientCase[] = [
  ...differentiable.flatMap(([op, parameters]) => {
    const kase = row(op, [1, 9, 13, 5], 'nhwc4', parameters);
    return [kase, { ...kase, name: `${kase.name}, NaN and infinities`, notFinite: true }];
  }),
  ...shapes.map(({ shape, layout }) => row('sigmoid', shape, layout)),
  ...withFarEnds.map((op) => {
    const kase = row(op, [63], 'dense', { alpha: 1, low: -6e4, high: 6e4 });
    return { ...kase, name: `${op} of large numbers` };
  }),
  { ...row('gelu', [1027], 'dense'), name: 'folded workgroups', folded: true },
];

export function drawUnaryGradient(random: Random): UnaryGradientCase {
  const shape = Array.from({ length: random.integer(0, 6) }, () => random.integer(1, 6));
  const op = random.pick(['softsign', 'relu', 'clip'] as const);
  return row(op, shape, 'dense', { alpha: -0.5, beta: 1 });
}

function row(
  op: UnaryGradientName,
  shape: Shape,
  layout: Layout,
  { low = -8, high = 8, ...parameters }: Parameters = {},
): UnaryGradientCase {
  const given = Object.values(parameters).map((value) => ` ${value}`);
  const name = `${op}${given.join('')} [${shape}] ${layout}`;
  return { name, op, shape, layout, low, high, ...parameters };
}
