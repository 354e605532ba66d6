import type { Device, Tensor } from '@facegpu/kernels';
import type { Constants, Dimensions, Network, OperatorTable, Values } from '@facegpu/nn';
import type { GradientTable } from '../autodiff/gradient.ts';
import type { UpdateRule } from './update-rule.ts';

/** What a step computes, and from what. */
export interface StepSpec {
  readonly device: Device;
  /** With the weights as inputs; its outputs are what a step returns. */
  readonly network: Network;
  readonly loss: string;
  readonly trained: readonly string[];
  /** What the weights, and all else that a step changes, begin with. */
  readonly weights: Constants;
  readonly rule: UpdateRule;
  readonly dimensions: Dimensions;
  readonly operators: OperatorTable;
  readonly gradients: GradientTable;
  /** Inputs that lie on the GPU, by name: what a step keeps, and others. */
  readonly given: ReadonlyMap<string, Tensor>;
}

/**
 * Has inputs that lie on the GPU hold rows of a batch: as many as they have room for, from the first one on.
 *
 * @param first its number
 */
export type PrepareRows = (first: number) => void;

/** What runs a step. */
export interface StepProgram {
  /**
   * @param values of the network's inputs; those that are left out stay as they were
   * @param rates what the update rule reads, see `UpdateRule.values`
   * @returns the network's outputs, before the change
   */
  run(
    values: Values,
    rates: Values,
    prepare: PrepareRows | undefined,
  ): Promise<Record<string, Float32Array>>;
  /**
   * What of the last run isn't finite, and comes first: looked for where it is known, or in all of the step once
   * more.
   *
   * @param values of all inputs of that run; those that lie on the GPU are as they are there
   * @throws FaceGpuError as `compile` does
   */
  firstNotFinite(values: Values, prepare: PrepareRows | undefined): Promise<NotFinite | undefined>;
  dispose(): void;
}

/** A value of a step that isn't finite. */
export interface NotFinite {
  /** Its name. */
  readonly value: string;
  /** Which rows of the batch aren't, of how many, where that is known. */
  readonly rows?: { readonly bad: readonly number[]; readonly count: number };
}
