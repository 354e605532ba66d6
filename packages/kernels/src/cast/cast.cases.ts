import type { DType } from '../tensor/dtype.ts';
import type { Layout, Shape } from '../tensor/tensor.ts';

export interface CastCase {
  readonly name: string;
  readonly from: DType;
  readonly to: DType;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly values: 'small' | 'special';
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
}

const dtypes: readonly DType[] = ['f32', 'f16', 'i32', 'u32', 'u8', 'bool'];

export const castCases: readonly CastCase[] = [
  ...dtypes.flatMap((from) => dtypes.map((to) => row(from, to, [3, 7]))),
  ...(['f32', 'f16'] as const).flatMap((from) =>
    (['f32', 'f16', 'i32', 'u32', 'bool'] as const).map((to): CastCase => {
      return {
        ...row(from, to, [67]),
        name: `special numbers of ${from} to ${to}`,
        values: 'special',
      };
    }),
  ),
  ...[[], [1], [5], [257], [0, 3], [2, 1, 3, 1, 2, 5]].map((shape) => row('f32', 'u8', shape)),
  row('u8', 'f32', [1, 5, 3, 3], 'nhwc4'),
  row('f32', 'f16', [2, 3, 5, 7], 'nhwc4'),
  { ...row('u8', 'f32', [1027]), name: 'folded workgroups', folded: true },
];

function row(from: DType, to: DType, shape: Shape, layout: Layout = 'dense'): CastCase {
  return {
    name: `${from} to ${to} [${shape}] ${layout}`,
    from,
    to,
    shape,
    layout,
    values: 'small',
  };
}
