import { formatShape, type Shape, shapeMismatch, transpose } from '@facegpu/kernels';
import { optional } from './attributes.ts';
import { count, oneOf } from './kinds.ts';
import { defineOperator, type InferContext } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';

const attributes = {
  block: count,
  order: optional(oneOf('block-first', 'channel-first'), 'block-first'),
};

/**
 * `depthToSpace(input)`: `[batch, height, width, block² · channels]` to
 * `[batch, height · block, width · block, channels]`. Attributes: block, and order: whether the
 * block's place or the channel is the outer part of an input channel.
 */
export const depthToSpace = defineOperator({
  attributes,
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => true,
  infer: (context) => [{ shape: spread(context).output, dtype: requireInput(context, 0).dtype }],
  lower: (context) => {
    const { parts, permutation, moved } = spread(context);
    return transpose({
      input: requireTensor(context, 0).view(parts),
      output: context.output.view(moved),
      permutation,
    });
  },
});

/**
 * `spaceToDepth(input)`, the reverse of depthToSpace with the order `block-first`:
 * `[batch, height · block, width · block, channels]` to `[batch, height, width, block² · channels]`.
 */
export const spaceToDepth = defineOperator({
  attributes: { block: count },
  inputs: 1,
  layout: 'dense',
  keepsBatch: () => true,
  infer: (context) => {
    return [
      {
        shape: gathered(context, context.attributes.block).output,
        dtype: requireInput(context, 0).dtype,
      },
    ];
  },
  lower: (context) => {
    const { parts, moved } = gathered(context, context.attributes.block);
    return transpose({
      input: requireTensor(context, 0).view(parts),
      output: context.output.view(moved),
      permutation: [0, 1, 3, 2, 4, 5],
    });
  },
});

/** How the axes of images of fewer, wider pixels become those of more. */
function spread(context: InferContext<typeof attributes>) {
  const { block, order } = context.attributes;
  const { shape } = requireInput(context, 0);
  const [batch, height, width, depth] = shape;
  const channels = depth / block ** 2;
  if (shape.length !== 4 || !Number.isInteger(channels)) {
    throw unfit('depthToSpace', shape, `Its last axis must be a multiple of ${block ** 2}.`);
  }
  const isBlockFirst = order === 'block-first';
  const parts: Shape = isBlockFirst
    ? [batch, height, width, block, block, channels]
    : [batch, height, width, channels, block, block];
  return {
    parts,
    permutation: isBlockFirst ? [0, 1, 3, 2, 4, 5] : [0, 1, 4, 2, 5, 3],
    moved: [batch, height, block, width, block, channels],
    output: [batch, height * block, width * block, channels],
  };
}

function gathered(context: InferContext, block: number) {
  const { shape } = requireInput(context, 0);
  const [batch, tall, wide, channels] = shape;
  const [height, width] = [tall / block, wide / block];
  if (shape.length !== 4 || !Number.isInteger(height) || !Number.isInteger(width)) {
    throw unfit('spaceToDepth', shape, `Height and width must be multiples of ${block}.`);
  }
  return {
    parts: [batch, height, block, width, block, channels],
    moved: [batch, height, width, block, block, channels],
    output: [batch, height, width, block ** 2 * channels],
  };
}

function unfit(operator: string, shape: Shape, fix: string) {
  return shapeMismatch(`${operator}: input is ${formatShape(shape)}`, fix);
}
