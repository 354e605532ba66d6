import type { Activation } from '../shader/activation.ts';
import type { Random } from '../testing/random.ts';

export interface GemmCase {
  readonly name: string;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly bias?: boolean;
  readonly activation?: Activation;
  /** How many rows to compute; all where it is left out. */
  readonly live?: number;
  /** Whether to fold the workgroups into two rows. */
  readonly folded?: boolean;
  /** Whether NaN and infinities are among the inputs. */
  readonly notFinite?: boolean;
  /** What weights and bias are stored in, where that isn't the dtype of the input. */
  readonly stored?: 'f32' | 'f16';
  /** Whether weights and bias may change between runs. */
  readonly changing?: boolean;
}

/** Cases that both forms have in common. */
export const matmulCases: readonly GemmCase[] = [
  ...[0, 1, 2, 3, 7, 63, 64, 65, 257].map((rows) => row(rows, 8, 16)),
  ...[0, 1, 2, 3, 7, 63, 64, 65, 257].map((inner) => row(5, inner, 16)),
  ...[0, 1, 2, 3, 7, 63, 64, 65, 257].map((columns) => row(5, 8, columns)),
  row(1, 1, 1),
  row(7, 5, 3),
  row(65, 63, 67),
  row(65, 64, 68),
  row(3, 1031, 2),
  { ...row(5, 9, 7), name: 'relu', activation: { kind: 'relu' } },
  { ...row(300, 5, 17), name: 'folded workgroups', folded: true },
  { ...row(37, 9, 17), name: 'NaN and infinities', notFinite: true },
  { ...row(37, 16, 32), name: 'NaN and infinities, whole vec4s', notFinite: true },
  row(2, 3, 70_001),
];

/** Cases of a fully connected layer. */
export const gemmCases: readonly GemmCase[] = [
  ...matmulCases,
  { ...row(5, 8, 16), name: 'bias', bias: true },
  { ...row(5, 8, 12), name: 'halves, bias', bias: true, stored: 'f16' },
  { ...row(5, 7, 9), name: 'words, bias', bias: true, stored: 'f32' },
  { ...row(5, 8, 16), name: 'changing', bias: true, changing: true },
  { ...row(65, 7, 9), name: 'changing, 9 columns', bias: true, changing: true },
  row(257, 8, 9),
  row(257, 12, 68),
  {
    ...row(5, 0, 7),
    name: 'sigmoid of nothing but bias',
    bias: true,
    activation: { kind: 'sigmoid' },
  },
  { ...row(65, 7, 9), name: 'bias, relu', bias: true, activation: { kind: 'relu' } },
  { ...row(5, 8, 16), name: '5 rows, 3 live', live: 3 },
  { ...row(5, 8, 16), name: '5 rows, none live', live: 0 },
  { ...row(130, 9, 7), name: '130 rows, 67 live', live: 67, bias: true },
];

/** Draws matrices until some are wanted. */
export function drawGemm(
  random: Random,
  wanted: (kase: GemmCase) => boolean = () => true,
): GemmCase {
  for (;;) {
    const bias = random.pick([true, false]);
    const sizes = [random.integer(1, 90), random.integer(0, 70), random.integer(1, 70)] as const;
    const kase = { ...row(...sizes), bias, changing: random.pick([true, false]) };
    if (wanted(kase)) return kase;
  }
}

function row(rows: number, inner: number, columns: number): GemmCase {
  return { name: `[${rows}, ${inner}] · [${inner}, ${columns}]`, rows, inner, columns };
}
