import type { DType, Shape } from '@facegpu/kernels';
import type { AttributeArguments } from '../ir/builder.ts';
import type { AllOperators } from '../operators/all.ts';

/** An input of a case: computed before, or known as a weight; values are drawn from [low, high). */
export interface CaseInput {
  readonly kind: 'given' | 'weight' | 'absent';
  readonly shape: Shape;
  readonly dtype: DType;
  readonly low: number;
  readonly high: number;
}

export interface OperatorCase<Name extends keyof AllOperators = keyof AllOperators> {
  readonly inputs: readonly CaseInput[];
  readonly attributes: AttributeArguments<AllOperators, Name>;
  /** There is no kernel for it: it can only be computed beforehand. */
  readonly needsFolding?: boolean;
}

/** Inputs of f32 that are computed before, or known as weights. */
export const given = (...shape: number[]) => input('given', shape);
export const weight = (...shape: number[]) => input('weight', shape);
/** Numbers that one may divide by, or take the root of. */
export const positive = (...shape: number[]) => ({ ...input('weight', shape), low: 0.5, high: 2 });
/** An optional input that is left out. */
export const absent = input('absent', []);
/** Whole numbers. */
export const whole = (kind: CaseInput['kind'], ...shape: number[]): CaseInput => {
  return { kind, shape, dtype: 'i32', low: -99, high: 99 };
};
/** Truth values. */
export const truth = (kind: CaseInput['kind'], ...shape: number[]): CaseInput => {
  return { kind, shape, dtype: 'bool', low: 0, high: 1 };
};
/** Indices of an axis of this size, counted from the front and from the end. */
export const indices = (kind: CaseInput['kind'], size: number, ...shape: number[]): CaseInput => {
  return { kind, shape, dtype: 'i32', low: -size, high: size - 1 };
};
/** The same number in every place, known before. */
export const all = (value: number, ...shape: number[]): CaseInput => {
  return { kind: 'weight', shape, dtype: 'i32', low: value, high: value };
};

function input(kind: CaseInput['kind'], shape: Shape): CaseInput {
  return { kind, shape, dtype: 'f32', low: -1, high: 1 };
}

/** A case of an operator. */
export function of<Name extends keyof AllOperators>(
  inputs: readonly CaseInput[],
  ...attributes: AttributeArguments<AllOperators, Name>
): OperatorCase<Name> {
  return { inputs, attributes };
}
