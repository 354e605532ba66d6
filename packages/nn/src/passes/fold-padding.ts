import type { Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { readAttributes } from '../operators/attributes.ts';
import { conv2dAttributes } from '../operators/conv2d.ts';
import { padAttributes } from '../operators/pad.ts';
import { paddingOf } from '../operators/window.ts';
import { mergeNodes, type Pass, untilStable } from './pass.ts';

/** Folds zeros put around an image into the padding of the convolution that reads it. */
export const foldPadding: Pass = {
  name: 'fold padding',
  run: (network, { types }) =>
    untilStable(network, ({ graph, constants }, uses) => {
      for (const pad of graph.nodes) {
        if (pad.operator !== 'pad') continue;
        const [padded] = pad.outputs;
        const conv = uses.onlyReader(padded);
        const around = zerosAround(pad);
        if (conv?.operator !== 'conv2d' || conv.inputs[0] !== padded || !around) continue;
        const [height, width] = shapeOf(types, conv.inputs[1]);
        const attributes = readAttributes(conv, conv2dAttributes);
        const own = paddingOf({ ...attributes, kernel: [height, width] }, shapeOf(types, padded));
        const padding = [
          own.top + around.top,
          own.bottom + around.bottom,
          own.left + around.left,
          own.right + around.right,
        ];
        const merged: Node = {
          ...conv,
          inputs: [pad.inputs[0], ...conv.inputs.slice(1)],
          attributes: { ...conv.attributes, padding },
        };
        return { graph: mergeNodes(graph, conv, merged, pad), constants };
      }
      return undefined;
    }),
};

/** The padding of an image's height and width, where that is all that is padded. */
function zerosAround(pad: Node) {
  const { before, after, mode, value } = readAttributes(pad, padAttributes);
  const onlyPlane = [0, 3].every((axis) => before[axis] === 0 && after[axis] === 0);
  const adds = [...before, ...after].every((amount) => amount >= 0);
  const isZeros = mode === 'constant' && value === 0;
  if (before.length !== 4 || !onlyPlane || !adds || !isZeros) return undefined;
  return { top: before[1], bottom: after[1], left: before[2], right: after[2] };
}
