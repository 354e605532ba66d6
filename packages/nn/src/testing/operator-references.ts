import {
  concatShape,
  conv2dShape,
  globalAveragePoolShape,
  type Pair,
  padShape,
  type Shape,
  transposeShape,
} from '@facegpu/kernels';
import {
  batchNormReference,
  concatReference,
  conv2dReference,
  gemmReference,
  globalAveragePoolReference,
  padReference,
  sliceReference,
  transposeReference,
} from '@facegpu/kernels/testing';
import type { AllOperators } from '../operators/all.ts';
import { elementwiseReferences } from './elementwise-references.ts';
import { movementReferences } from './movement-references.ts';
import { reductionReferences } from './reduction-references.ts';
import type { Reference } from './reference.ts';
import { paddingOf, spatialReferences } from './spatial-references.ts';

/** A reference for each operator, from those of the kernels. */
export const operatorReferences: Readonly<Record<keyof AllOperators, Reference>> = {
  ...movementReferences,
  ...elementwiseReferences,
  ...reductionReferences,
  ...spatialReferences,
  batchNorm: ([x, scale, offset, mean, variance], { epsilon = 1e-5 }) => {
    const values = batchNormReference({
      input: x.values,
      scale: scale.values.length > 0 ? scale.values : undefined,
      offset: offset.values.length > 0 ? offset.values : undefined,
      mean: mean.values,
      variance: variance.values,
      epsilon,
    });
    return [{ shape: x.shape, values }];
  },
  concat: (operands, { axis }) => {
    const shape = concatShape(
      operands.map((operand) => operand.shape),
      axis,
    );
    return [{ shape, values: concatReference(operands, fromFront(axis, shape)) }];
  },
  conv2d: ([x, weight, bias, residual, slopes], attributes) => {
    const { strides = [1, 1], dilations = [1, 1], groups = 1 } = attributes;
    const kernel: Pair = [weight.shape[0], weight.shape[1]];
    const padding = paddingOf(attributes.padding, x.shape, kernel, strides, dilations);
    const geometry = { strides, dilations, groups, padding };
    const values = conv2dReference({
      ...geometry,
      input: x.values,
      inputShape: x.shape,
      weight: weight.values,
      weightShape: weight.shape,
      bias: bias?.values.length > 0 ? bias.values : undefined,
      residual: residual?.values,
      slopes: slopes?.values,
    });
    return [{ shape: conv2dShape(x.shape, weight.shape, geometry), values }];
  },
  gemm: ([x, weight, bias]) => {
    const [[rows, inner], [, columns]] = [x.shape, weight.shape];
    const operands = { a: x.values, b: weight.values, bias: bias?.values };
    return [
      { shape: [rows, columns], values: gemmReference({ rows, inner, columns, ...operands }) },
    ];
  },
  globalAveragePool: ([x]) => {
    const values = globalAveragePoolReference(x.values, x.shape);
    return [{ shape: globalAveragePoolShape(x.shape), values }];
  },
  pad: ([x], { before, after, mode, value = 0 }) => {
    const shape = padShape(x.shape, { before, after });
    return [{ shape, values: padReference(x.values, x.shape, { before, after, mode, value }) }];
  },
  reshape: ([x], { shape, allowZero = false }) => {
    const sizes: number[] = shape.map((size: number, i: number) =>
      size === 0 && !allowZero ? x.shape[i] : size,
    );
    const known = sizes.reduce((product, size) => (size === -1 ? product : product * size), 1);
    const left = x.values.length / known;
    return [{ shape: sizes.map((size) => (size === -1 ? left : size)), values: x.values }];
  },
  slice: ([x, ...lists], attributes) => {
    const [from, to, along, by] = ['starts', 'ends', 'axes', 'steps'].map((name, i): number[] => {
      return attributes[name] ?? [...(lists[i]?.values ?? [])];
    });
    // The indices that are taken along each axis, as Python's slices count them.
    const taken = x.shape.map((size, axis) => {
      const all = Array.from({ length: size }, (_, index) => index);
      const axes = along.length > 0 ? along : from.map((_, i) => i);
      const i = axes.findIndex((each) => fromFront(each, x.shape) === axis);
      if (i < 0) return all;
      const step = by[i] ?? 1;
      const ordered = step < 0 ? [...all].reverse() : all;
      const place = (index: number) => (index < 0 ? index + size : index);
      const inside = ordered.filter((index) => {
        return step < 0
          ? index <= place(from[i]) && index > place(to[i])
          : index >= place(from[i]) && index < place(to[i]);
      });
      return inside.filter((_, k) => k % Math.abs(step) === 0);
    });
    const sizes = taken.map((list) => list.length);
    const steps = taken.map((list) => (list.length > 1 ? list[1] - list[0] : 1));
    const starts = taken.map((list) => list[0] ?? 0);
    return [{ shape: sizes, values: sliceReference(x.values, x.shape, { starts, sizes, steps }) }];
  },
  split: ([x], { axis, sizes }) => {
    const along = fromFront(axis, x.shape);
    let start = 0;
    return sizes.map((size: number) => {
      const starts = x.shape.map((_, i) => (i === along ? start : 0));
      const part = x.shape.map((all, i) => (i === along ? size : all));
      start += size;
      return { shape: part, values: sliceReference(x.values, x.shape, { starts, sizes: part }) };
    });
  },
  transpose: ([x], { permutation }) => {
    const values = transposeReference(x.values, x.shape, permutation);
    return [{ shape: transposeShape(x.shape, permutation), values }];
  },
};

function fromFront(axis: number, shape: Shape): number {
  return axis < 0 ? axis + shape.length : axis;
}
