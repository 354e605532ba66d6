import type { Node } from '../ir/graph.ts';
import { NodeAttributes } from '../operators/attributes.ts';
import { paddingOf } from '../operators/window.ts';
import { mergeNodes, type Pass, untilStable } from './pass.ts';

/** Folds zeros put around an image into the padding of the convolution that reads it. */
export const foldPadding: Pass = {
  name: 'fold padding',
  run: (network, { shapes }) =>
    untilStable(network, ({ graph, constants }, uses) => {
      for (const pad of graph.nodes) {
        if (pad.operator !== 'pad') continue;
        const conv = uses.onlyReader(pad.output);
        const around = zerosAround(pad);
        if (conv?.operator !== 'conv2d' || conv.inputs[0] !== pad.output || !around) continue;
        const padded = shapes.get(pad.output) ?? [];
        const [height, width] = shapes.get(conv.inputs[1] as string) ?? [];
        const attributes = new NodeAttributes(conv);
        const own = paddingOf(
          attributes,
          padded,
          [height, width],
          attributes.pair('strides', [1, 1]),
          attributes.pair('dilations', [1, 1]),
        );
        const padding = [
          own.top + around.top,
          own.bottom + around.bottom,
          own.left + around.left,
          own.right + around.right,
        ];
        const merged: Node = {
          ...conv,
          inputs: [pad.inputs[0] as string, ...conv.inputs.slice(1)],
          attributes: { ...conv.attributes, padding },
        };
        return { graph: mergeNodes(graph, conv, merged, pad), constants };
      }
      return undefined;
    }),
};

/** The padding of an image's height and width, where that is all that is padded. */
function zerosAround(pad: Node) {
  const attributes = new NodeAttributes(pad);
  const before = attributes.numbers('before');
  const after = attributes.numbers('after');
  const onlyPlane = [0, 3].every((axis) => before[axis] === 0 && after[axis] === 0);
  if (before.length !== 4 || !onlyPlane || attributes.number('value', 0) !== 0) return undefined;
  return { top: before[1], bottom: after[1], left: before[2], right: after[2] };
}
