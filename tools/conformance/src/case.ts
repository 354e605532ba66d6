import type { ElementName, TestAttribute } from '@facegpu/nn/onnx/testing';

/** An input of a case: random values, or given ones. */
export interface CaseInput {
  readonly shape: readonly number[];
  /** float unless told. */
  readonly type?: ElementName;
  /** Values are drawn from here on… */
  readonly low?: number;
  /** … up to here; from -1 to 1 unless told, whole numbers (ends included) where the type has no others. */
  readonly high?: number;
  /** The values themselves, row-major. */
  readonly values?: readonly number[];
  /** Whether it is an initializer. */
  readonly constant?: boolean;
  /** Whether the import is told the values of what is no initializer. */
  readonly early?: boolean;
  /** Names of axes whose sizes the model doesn't have: as many as there are axes, empty for the others. */
  readonly names?: readonly string[];
}

/** One node, computed here and by ONNX Runtime: a row of a table. */
export interface Case {
  readonly operator: string;
  readonly domain?: string;
  /** Versions of the operators to try; 17 unless told. */
  readonly opsets?: readonly number[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
  /** `null` for one that is left out. */
  readonly inputs: readonly (CaseInput | null)[];
  /** The types of its outputs; one float unless told. `null` for one that is left out. */
  readonly outputs?: readonly (ElementName | null)[];
  /** Tolerance as a share of the largest magnitude, if it isn't 1e-4, and the reason for it. */
  readonly tolerance?: readonly [relative: number, why: string];
}

/** A constant whose values matter. */
export function given(
  shape: readonly number[],
  values: readonly number[],
  type: ElementName = 'float',
): CaseInput {
  return { shape, values, type, constant: true };
}

/** The constant list of whole numbers that operators take in place of an attribute. */
export function list(...values: readonly number[]): CaseInput {
  return given([values.length], values, 'int64');
}

/** A computed input. */
export function input(shape: readonly number[], more: Omit<CaseInput, 'shape'> = {}): CaseInput {
  return { shape, ...more };
}

/** A constant input of random values. */
export function weight(shape: readonly number[], more: Omit<CaseInput, 'shape'> = {}): CaseInput {
  return { shape, constant: true, ...more };
}

/** A computed input of whole numbers, or of truth values. */
export function whole(shape: readonly number[], type: ElementName): CaseInput {
  return { shape, type, low: -9, high: 9 };
}

/** A list of whole numbers that is an input, but known to the import. */
export function early(...values: readonly number[]): CaseInput {
  return { shape: [values.length], values, type: 'int64', early: true };
}
