import { type ReduceName, reduceShape, type Shape } from '@facegpu/kernels';
import {
  argReduceReference,
  cumSumReference,
  reduceReference,
  softmaxReference,
  topKAlongReference,
} from '@facegpu/kernels/testing';
import type { ReductionOperator } from './reduction-cases.ts';
import type { Reference } from './reference.ts';

/** References of operators that bring what lies along axes together. */
export const reductionReferences: Readonly<Record<ReductionOperator, Reference>> = {
  argMax: argReduction('max'),
  argMin: argReduction('min'),
  cumSum: ([x], { axis, exclusive, reverse }) => {
    const along = fromFront(axis, x.shape);
    const values = cumSumReference(x.values, x.shape, along, { exclusive, reverse });
    return [{ shape: x.shape, values }];
  },
  logSoftmax: softmax(true),
  reduceL1: reduction('l1'),
  reduceL2: reduction('l2'),
  reduceLogSum: reduction('logSum'),
  reduceLogSumExp: reduction('logSumExp'),
  reduceMax: reduction('max'),
  reduceMean: reduction('mean'),
  reduceMin: reduction('min'),
  reduceProd: reduction('prod'),
  reduceSum: reduction('sum'),
  reduceSumSquare: reduction('sumSquare'),
  softmax: softmax(false),
  topK: ([x], { k, axis = -1, largest = true }) => {
    const along = fromFront(axis, x.shape);
    const shape = x.shape.map((size, i) => (i === along ? k : size));
    const { values, indices } = topKAlongReference(x.values, x.shape, k, along, largest);
    return [
      { shape, values },
      { shape, values: indices },
    ];
  },
};

function reduction(op: ReduceName): Reference {
  return ([x], { axes = x.shape.map((_, axis) => axis), keepDims = true }) => {
    const front = axes.map((axis: number) => fromFront(axis, x.shape));
    const values = reduceReference(op, x.values, x.shape, front);
    return [{ shape: reduceShape(x.shape, axes, keepDims), values }];
  };
}

function argReduction(op: 'max' | 'min'): Reference {
  return ([x], { axis = 0, keepDims = true, last = false }) => {
    const along = fromFront(axis, x.shape);
    const values = argReduceReference(op, x.values, x.shape, along, last);
    return [{ shape: reduceShape(x.shape, [axis], keepDims), values }];
  };
}

function softmax(logarithm: boolean): Reference {
  return ([x], { axis = -1 }) => {
    const along = fromFront(axis, x.shape);
    return [{ shape: x.shape, values: softmaxReference(x.values, x.shape, along, logarithm) }];
  };
}

function fromFront(axis: number, shape: Shape): number {
  return axis < 0 ? axis + shape.length : axis;
}
