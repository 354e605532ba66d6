import type { Shape } from '@facegpu/kernels';
import type { Attributes } from '@facegpu/nn';

/** How values follow their gradients: an operator of the table, and what it is given besides. */
export interface Optimizer {
  /** Takes value, gradient, state, rate and scale; gives the new value and the new state. */
  readonly operator: string;
  readonly attributes: Attributes;
  /** The shape of what is kept of a value from step to step; zeros at first. */
  stateShape(value: Shape): Shape;
  /** How many numbers the input `rate` of the operator has. */
  readonly rateCount: number;
  /**
   * These numbers.
   *
   * @param rate the learning rate
   * @param step counts from 1
   */
  rates(rate: number, step: number): readonly number[];
}
