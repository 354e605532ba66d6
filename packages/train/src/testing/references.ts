import { elementCount, type ResizeAttributes, type Shape } from '@facegpu/kernels';
import {
  batchNormGradientReference,
  batchNormReference,
  batchStatisticsReference,
  conv2dWeightGradientReference,
  gatherGradientReference,
  gridSampleGradientReference,
  pool2dGradientReference,
  preluGradientReference,
  resizeGradientReference,
  softmaxGradientReference,
  unaryGradientReference,
} from '@facegpu/kernels/testing';
import { resizeGeometry } from '@facegpu/nn';
import { type Given, type Operand, operatorReferences, type Reference } from '@facegpu/nn/testing';

/** A reference for each operator of a training. */
export const trainingReferences: Readonly<Record<string, Reference>> = {
  ...operatorReferences,
  averagePoolGradient: ([gradient], { size, ...window }) => {
    const [batch, , , channels] = gradient.shape;
    const shape = [batch, ...size, channels];
    return [poolGradient('average', { shape, values: zerosOf(shape) }, gradient, window)];
  },
  batchNormGradient: ([input, gradient, mean, variance, scale], { epsilon = 1e-5 }) => {
    const { inputGradient, scaleGradient, offsetGradient } = batchNormGradientReference({
      input: input.values,
      outputGradient: gradient.values,
      mean: mean.values,
      variance: variance.values,
      scale: given(scale),
      epsilon,
    });
    return [
      { shape: input.shape, values: inputGradient },
      { shape: mean.shape, values: scaleGradient },
      { shape: mean.shape, values: offsetGradient },
    ];
  },
  batchNormTraining: ([input, scale, offset], { epsilon = 1e-5 }) => {
    const channels = input.shape[3];
    const { mean, variance } = batchStatisticsReference(input.values, channels);
    const values = batchNormReference({
      input: input.values,
      mean,
      variance,
      scale: given(scale),
      offset: given(offset),
      epsilon,
    });
    return [
      { shape: input.shape, values },
      { shape: [channels], values: mean },
      { shape: [channels], values: variance },
    ];
  },
  conv2dWeightGradient: ([input, gradient], { kernel, padding, ...window }) => {
    const [top, bottom, left, right] = padding;
    const weightShape = [...kernel, input.shape[3] / window.groups, gradient.shape[3]];
    const values = conv2dWeightGradientReference({
      strides: window.strides,
      dilations: window.dilations,
      groups: window.groups,
      padding: { top, bottom, left, right },
      input: input.values,
      inputShape: input.shape,
      outputGradient: gradient.values,
      weightShape,
    });
    return [{ shape: weightShape, values }];
  },
  gatherGradient: ([gradient, indices], { axis, shape }) => {
    const along = axis < 0 ? axis + shape.length : axis;
    const values = gatherGradientReference(gradient.values, shape, indices.values, along);
    return [{ shape, values }];
  },
  gridSampleGridGradient: ([input, grid, gradient], attributes) => {
    return [
      {
        shape: grid.shape,
        values: sampleGradients(input, grid, gradient, attributes).gridGradient,
      },
    ];
  },
  gridSampleInputGradient: ([grid, gradient], { original, ...attributes }) => {
    const [batch, , , channels] = gradient.shape;
    const shape = [batch, ...original, channels];
    const zeros = { shape, values: zerosOf(shape) };
    return [{ shape, values: sampleGradients(zeros, grid, gradient, attributes).inputGradient }];
  },
  maxPoolGradient: ([input, gradient], window) => [poolGradient('max', input, gradient, window)],
  preluGradient: ([input, slope, gradient]) => {
    const { inputGradient, slopeGradient } = preluGradientReference({
      input: input.values,
      shape: input.shape,
      slope: slope.values,
      slopeShape: slope.shape,
      outputGradient: gradient.values,
    });
    return [
      { shape: input.shape, values: inputGradient },
      { shape: slope.shape, values: slopeGradient },
    ];
  },
  resizeGradient: ([gradient], { original, size, fit, scales: given, region, ...method }) => {
    const [batch, , , channels] = gradient.shape;
    const inputShape = [batch, ...original, channels];
    const geometry = resizeGeometry({ size, fit, scales: given, region }, original, '');
    const values = resizeGradientReference({
      ...(method as ResizeAttributes),
      scales: geometry.scales,
      region: geometry.region,
      inputShape,
      outputShape: gradient.shape,
      outputGradient: gradient.values,
    });
    return [{ shape: inputShape, values }];
  },
  softmaxGradient: ([result, gradient], { axis, logarithm = false }) => {
    const { shape } = result;
    // The softmax of its own logarithm is itself.
    const input = logarithm ? result.values : result.values.map(Math.log);
    const along = axis < 0 ? axis + shape.length : axis;
    const values = softmaxGradientReference(input, gradient.values, shape, along, logarithm);
    return [{ shape, values }];
  },
  unaryGradient: ([x, gradient], { op, ...given }) => {
    const bound = op === 'clip' ? Number.POSITIVE_INFINITY : 0;
    const { alpha = -bound, beta = bound } = given;
    const values = unaryGradientReference(op, x.values, gradient.values, alpha, beta);
    return [{ shape: x.shape, values }];
  },
};

function sampleGradients(
  input: Operand,
  grid: Operand,
  gradient: Operand,
  { interpolation = 'bilinear', padding = 'zeros', alignCorners = false }: Given,
) {
  return gridSampleGradientReference({
    interpolation,
    padding,
    alignCorners,
    input: input.values,
    inputShape: input.shape,
    grid: grid.values,
    gridShape: grid.shape,
    outputGradient: gradient.values,
  });
}

function poolGradient(
  kind: 'average' | 'max',
  input: Operand,
  gradient: Operand,
  { kernel, strides, dilations, ceil, countPadding, padding }: Given,
): Operand {
  const [top, bottom, left, right] = padding;
  const values = pool2dGradientReference({
    kind,
    kernel,
    strides,
    dilations,
    ceil,
    countPadding,
    padding: { top, bottom, left, right },
    input: input.values,
    inputShape: input.shape,
    outputGradient: gradient.values,
  });
  return { shape: input.shape, values };
}

/** The values of an operand that may be absent. */
function given(operand: Operand | undefined): Float64Array | undefined {
  return operand && operand.values.length > 0 ? operand.values : undefined;
}

function zerosOf(shape: Shape): Float64Array {
  return new Float64Array(elementCount(shape));
}
