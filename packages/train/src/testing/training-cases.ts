import type { CaseInput } from '@facegpu/nn/testing';
import type { GradientCase } from './trial.ts';

const given = (...shape: number[]): CaseInput => {
  return { kind: 'given', shape, dtype: 'f32', low: -1, high: 1 };
};

/** Cases of operators that only a training has, and that it is differentiated through. */
export const trainingCases: Readonly<Record<string, readonly GradientCase[]>> = {
  batchNormTraining: [
    { inputs: [given(3, 5, 2, 7), given(7), given(7)], attributes: {}, outputs: 3 },
    { inputs: [given(2, 3, 3, 8), given(8)], attributes: { epsilon: 0.1 }, outputs: 3 },
    { inputs: [given(1, 7, 1, 3)], attributes: {}, outputs: 3 },
  ],
};
