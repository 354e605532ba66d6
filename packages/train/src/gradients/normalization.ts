import type { Shape } from '@facegpu/kernels';
import type { GradientContext } from '../autodiff/context.ts';
import { defineGradients, type GradientTable } from '../autodiff/gradient.ts';
import { trainingOperators } from '../operators/all.ts';

/** Of normalisations. */
export const normalizationGradients: GradientTable = /* @__PURE__ */ defineGradients(
  trainingOperators,
  {
    batchNorm: (context) => {
      const { gradient, attributes } = context;
      const [input, scale, , mean, variance] = context.node.inputs;
      const zeros = context.constant(context.shapeOf(mean), zerosOf(context.shapeOf(mean)));
      const given = once(() => {
        return context.add('batchNorm', [gradient, scale, '', zeros, variance], attributes);
      });
      const ofScale = once(() => {
        const normalized = context.add('batchNorm', [input, '', '', mean, variance], attributes);
        return perChannel(context, context.add('mul', [gradient, normalized]));
      });
      return [
        context.wants(0) ? given() : undefined,
        context.wants(1) ? ofScale() : undefined,
        context.wants(2) ? perChannel(context, gradient) : undefined,
        context.wants(3) ? context.add('neg', [perChannel(context, given())]) : undefined,
        context.wants(4) ? varianceGradient(context, ofScale()) : undefined,
      ];
    },
    batchNormTraining: (context) => {
      const [ofOutput, ofMean, ofVariance] = context.gradients;
      const [input, scale] = context.node.inputs;
      const [, mean, variance] = context.node.outputs;
      const gradients =
        ofOutput === undefined
          ? []
          : context.addAll(
              'batchNormGradient',
              3,
              [input, ofOutput, mean, variance, scale ?? ''],
              context.attributes,
            );
      return [
        context.wants(0)
          ? statisticsGradient(context, [gradients[0], ofMean, ofVariance])
          : undefined,
        gradients[1],
        gradients[2],
      ];
    },
    groupNorm: (context) => {
      const { groups, epsilon } = context.attributes;
      const input = context.input(0);
      const [batch, height, width, channels] = context.shapeOf(input);
      const apart = [batch, height, width, groups, channels / groups];
      const normalized = context.add('groupNorm', [input], { groups, epsilon });
      return normGradients(context, { apart, axes: [1, 2, 4], normalized, epsilon });
    },
    instanceNorm: (context) => {
      const { epsilon } = context.attributes;
      const input = context.input(0);
      const normalized = context.add('instanceNorm', [input], { epsilon });
      const apart = context.shapeOf(input);
      return normGradients(context, { apart, axes: [1, 2], normalized, epsilon });
    },
    layerNorm: (context) => {
      const { axis, epsilon } = context.attributes;
      const input = context.input(0);
      const shape = context.shapeOf(input);
      const first = axis < 0 ? axis + shape.length : axis;
      const axes = shape.flatMap((_, i) => (i >= first ? [i] : []));
      const normalized = context.add('layerNorm', [input], { axis, epsilon });
      return normGradients(context, { apart: shape, axes, normalized, epsilon });
    },
    lrn: (context) => {
      const { size, alpha, beta, bias } = context.attributes;
      const { gradient } = context;
      const input = context.input(0);
      const [, , , channels] = context.shapeOf(input);
      // Sums over neighbouring channels are a product with a matrix that is 0 beside its diagonal.
      const [before, after] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
      const band = (low: number, high: number) => {
        const isIn = (i: number) => {
          const distance = Math.floor(i / channels) - (i % channels);
          return distance >= -low && distance <= high;
        };
        const values = Array.from({ length: channels ** 2 }, (_, i) => Number(isIn(i)));
        return context.constant([1, 1, channels, channels], values);
      };
      const times = (value: string, factor: number) => {
        return context.add('mul', [value, context.scalar(factor)]);
      };
      const squares = context.add('mul', [input, input]);
      const sums = context.add('conv2d', [squares, band(before, after)]);
      const base = context.add('add', [times(sums, alpha / size), context.scalar(bias)]);
      const direct = context.add('mul', [
        gradient,
        context.add('pow', [base, context.scalar(-beta)]),
      ]);
      const share = context.add('mul', [direct, context.add('div', [input, base])]);
      const shares = context.add('conv2d', [share, band(after, before)]);
      const through = times(context.add('mul', [input, shares]), (2 * alpha * beta) / size);
      return [context.add('sub', [direct, through])];
    },
  },
);

/** What is normalised together: along axes of the input, once it has the shape `apart`. */
interface Normalized {
  readonly apart: Shape;
  readonly axes: readonly number[];
  /** The input with mean 0 and deviation 1, of its own shape. */
  readonly normalized: string;
  readonly epsilon: number;
}

/** Of input, scale and offset of a normalisation by its input's own statistics (Ba 2016, "Layer Normalization"). */
function normGradients(
  context: GradientContext,
  { apart, axes, normalized, epsilon }: Normalized,
): readonly (string | undefined)[] {
  const { gradient } = context;
  const [input, scale = '', offset = ''] = context.node.inputs;
  const mean = (value: string) => context.add('reduceMean', [value], { axes });
  const ofInput = () => {
    const scaled = scale === '' ? gradient : context.add('mul', [gradient, scale]);
    const [given, x, unit] = [scaled, input, normalized].map((value) => {
      return context.reshape(value, apart);
    });
    const centred = context.add('sub', [x, mean(x)]);
    const variance = mean(context.add('mul', [centred, centred]));
    const deviation = context.add('sqrt', [
      context.add('add', [variance, context.scalar(epsilon)]),
    ]);
    const along = context.add('mul', [unit, mean(context.add('mul', [given, unit]))]);
    const rest = context.add('sub', [context.add('sub', [given, mean(given)]), along]);
    return context.reshape(context.add('div', [rest, deviation]), context.shapeOf(input));
  };
  const ofScale = () => {
    return context.sumTo(context.add('mul', [gradient, normalized]), context.shapeOf(scale));
  };
  return [
    context.wants(0) ? ofInput() : undefined,
    scale !== '' && context.wants(1) ? ofScale() : undefined,
    offset !== '' && context.wants(2)
      ? context.sumTo(gradient, context.shapeOf(offset))
      : undefined,
  ];
}

/** That of a batch-norm's given variance, from what its scale gets. */
function varianceGradient(
  context: GradientContext<(typeof trainingOperators)['batchNorm']['attributes']>,
  ofScale: string,
): string {
  const [, scale, , , variance] = context.node.inputs;
  const scaled = scale === '' ? ofScale : context.add('mul', [ofScale, scale]);
  const within = context.add('add', [variance, context.scalar(context.attributes.epsilon)]);
  return context.add('mul', [context.add('div', [scaled, within]), context.scalar(-0.5)]);
}

/** What the input of a batch-norm gets through what it normalises, and through its statistics where these are read. */
function statisticsGradient(
  context: GradientContext,
  [through, ofMean, ofVariance]: readonly (string | undefined)[],
): string | undefined {
  const input = context.input(0);
  const shape = context.shapeOf(input);
  const [batch, height, width] = shape;
  const pixels = batch * height * width;
  const parts = through === undefined ? [] : [through];
  if (ofMean !== undefined) {
    const share = context.add('mul', [ofMean, context.scalar(1 / pixels)]);
    parts.push(context.add('expand', [share], { shape: [...shape] }));
  }
  if (ofVariance !== undefined) {
    const share = context.add('mul', [ofVariance, context.scalar(2 / pixels)]);
    const centred = context.add('sub', [input, context.output(1)]);
    parts.push(context.add('mul', [centred, share]));
  }
  return parts.reduce((a, b) => context.add('add', [a, b]));
}

function perChannel(context: GradientContext, value: string): string {
  return context.add('reduceSum', [value], { axes: [0, 1, 2], keepDims: false });
}

function zerosOf([length]: Shape): Float32Array {
  return new Float32Array(length);
}

/** Writes something down when it is first asked for. */
function once(write: () => string): () => string {
  let written: string | undefined;
  return () => {
    written ??= write();
    return written;
  };
}
