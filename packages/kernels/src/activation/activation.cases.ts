import type { Activation } from '../shader/activation.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';

export interface ActivationCase {
  readonly name: string;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly activation: Activation;
  readonly folded?: boolean;
  /** As large as networks have it: the benchmark times this row. */
  readonly timed?: true;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
}

const activations: readonly Activation[] = [
  { kind: 'identity' },
  { kind: 'relu' },
  { kind: 'relu6' },
  { kind: 'clip', low: -0.25, high: 0.5 },
  { kind: 'clip', low: Number.NEGATIVE_INFINITY, high: 0.5 },
  { kind: 'leakyRelu', slope: 0.1 },
  { kind: 'sigmoid' },
  { kind: 'tanh' },
  { kind: 'hardSwish' },
];

const shapes: readonly { shape: Shape; layout: Layout }[] = [
  { shape: [], layout: 'dense' },
  { shape: [1], layout: 'dense' },
  { shape: [257], layout: 'dense' },
  { shape: [0, 7], layout: 'dense' },
  { shape: [2, 3, 5, 7, 2], layout: 'dense' },
  { shape: [1, 1, 1, 1], layout: 'nhwc4' },
  { shape: [2, 7, 5, 6], layout: 'nhwc4' },
  { shape: [0, 7, 5, 6], layout: 'nhwc4' },
];

export const activationCases: readonly ActivationCase[] = [
  ...activations.map((activation) => row(activation, [1, 9, 13, 5], 'nhwc4')),
  ...shapes.map(({ shape, layout }) => row({ kind: 'relu' }, shape, layout)),
  { ...row({ kind: 'relu6' }, [1, 128, 128, 64], 'nhwc4'), timed: true },
  { ...row({ kind: 'relu6' }, [1027], 'dense'), name: 'folded workgroups', folded: true },
  ...activations.map((activation) => ({
    ...row(activation, [5, 7, 3, 6], 'nhwc4'),
    name: `${activation.kind} of NaN and infinities`,
    notFinite: true,
  })),
];

function row(activation: Activation, shape: Shape, layout: Layout): ActivationCase {
  return { name: `${activation.kind} [${shape}] ${layout}`, shape, layout, activation };
}
