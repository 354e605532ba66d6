import {
  activation,
  binary,
  concat,
  concatShape,
  globalAveragePool,
  globalAveragePoolShape,
  type Layout,
  pad,
  padShape,
  type Shape,
  slice,
  softmax,
  type Tensor,
  transpose,
  transposeShape,
} from '@facegpu/kernels';
import type { Tf, TfTensor } from '../executors/tfjs-api.ts';
import {
  activationCases,
  binaryCases,
  concatCases,
  globalAveragePoolCases,
  padCases,
  sliceCases,
  softmaxCases,
  transposeCases,
} from './case-tables.ts';
import type { Kernel } from './kernel.ts';

/** Kernels that are timed in shapes of their own tables of cases, rather than in those of a network. */
export function tableKernels(): Kernel[] {
  return [
    ...timed(activationCases).map(({ name, shape, layout, activation: kind }) =>
      kernel(`activation ${name}`, [shape], shape, {
        layout,
        ours: ([input], output) => activation({ input, output, activation: kind }),
        theirs: (tf, [x]) => tf.relu6(x),
      }),
    ),
    ...timed(binaryCases).map(({ name, op, a, b }) =>
      kernel(`binary ${name}`, [a, b], a, {
        ours: ([a, b], output) => binary({ op, a, b, output }),
        theirs: (tf, [a, b]) => (op.name === 'mul' ? tf.mul(a, b) : tf.add(a, b)),
      }),
    ),
    ...timed(concatCases).map(({ name, shapes, axis }) =>
      kernel(`concat ${name}`, shapes, concatShape(shapes, axis), {
        ours: (inputs, output) => concat({ inputs, output, axis }),
        theirs: (tf, inputs) => tf.concat(inputs, axis),
      }),
    ),
    ...timed(globalAveragePoolCases).map(({ name, shape }) =>
      kernel(`global average pool ${name}`, [shape], globalAveragePoolShape(shape), {
        layout: 'nhwc4',
        ours: ([input], output) => globalAveragePool({ input, output }),
        theirs: (tf, [x]) => tf.mean(x, [1, 2], true),
      }),
    ),
    ...timed(padCases).map(({ name, shape, before, after, value }) =>
      kernel(`pad ${name}`, [shape], padShape(shape, { before, after }), {
        ours: ([input], output) => pad({ input, output, before, after, value }),
        theirs: (tf, [x]) => {
          const amounts = before.map((amount, axis) => [amount, after[axis]] as const);
          return tf.pad(x, amounts, value);
        },
      }),
    ),
    ...timed(sliceCases).map(({ name, shape, starts, sizes }) =>
      kernel(`slice ${name}`, [shape], sizes, {
        ours: ([input], output) => slice({ input, output, starts, sizes }),
        theirs: (tf, [x]) => tf.slice(x, starts, sizes),
      }),
    ),
    ...timed(softmaxCases).map(({ name, shape, axis }) =>
      kernel(`softmax ${name}`, [shape], shape, {
        ours: ([input], output) => softmax({ input, output, axis }),
        theirs: (tf, [x]) => tf.softmax(x, axis),
      }),
    ),
    ...timed(transposeCases).map(({ name, shape, permutation }) =>
      kernel(`transpose ${name}`, [shape], transposeShape(shape, permutation), {
        ours: ([input], output) => transpose({ input, output, permutation }),
        theirs: (tf, [x]) => tf.transpose(x, permutation),
      }),
    ),
  ];
}

function timed<Row extends { readonly timed?: true }>(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.timed);
}

interface Sides {
  /** Dense where it is left out. */
  readonly layout?: Layout;
  ours(inputs: readonly Tensor[], output: Tensor): ReturnType<Kernel['ours']>;
  theirs(tf: Tf, inputs: readonly TfTensor[]): TfTensor;
}

function kernel(
  name: string,
  inputs: readonly Shape[],
  output: Shape,
  { layout = 'dense', ours, theirs }: Sides,
): Kernel {
  const spec = (shape: Shape) => ({ shape, dtype: 'f32', layout }) as const;
  return {
    name,
    inputs: inputs.map(spec),
    output: spec(output),
    ours: (_, tensors, result) => ours(tensors, result),
    theirs: (tf, tensors) => () => theirs(tf, tensors),
  };
}
