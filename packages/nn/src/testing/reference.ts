import type { Shape } from '@facegpu/kernels';

/** Values in float64, row-major. */
export interface Operand {
  readonly shape: Shape;
  readonly values: Float64Array;
}

// biome-ignore lint/suspicious/noExplicitAny: read here without the operators' schemas
export type Given = Readonly<Record<string, any>>;

/** What an operator computes, told apart from how it is lowered: defaults are written down once more. */
export type Reference = (operands: readonly Operand[], attributes: Given) => readonly Operand[];
