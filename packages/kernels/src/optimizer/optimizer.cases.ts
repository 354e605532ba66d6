import type { Shape } from '../tensor/tensor.ts';

export interface OptimizerCase {
  readonly name: string;
  readonly shape: Shape;
  readonly decay: number;
  readonly nesterov?: boolean;
  /** Adam's. */
  readonly step?: number;
  readonly folded?: boolean;
}

export const optimizerCases: readonly OptimizerCase[] = [
  { name: 'one value', shape: [], decay: 0 },
  { name: 'nothing', shape: [0, 3], decay: 0 },
  { name: 'a filter', shape: [3, 3, 5, 7], decay: 0.01 },
  { name: 'a prime count', shape: [257], decay: 0, nesterov: true, step: 100 },
  { name: 'decay and Nesterov', shape: [63], decay: 0.1, nesterov: true, step: 3 },
  { name: 'folded workgroups', shape: [1027], decay: 0, folded: true },
];
