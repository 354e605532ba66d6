import { shapeOf } from '../ir/infer-types.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { mergeNodes, type Pass, takingInput, untilStable } from './pass.ts';

/** Lets a convolution multiply its negative results by the slopes of the PReLU that alone reads them. */
export const fuseSlopes: Pass = {
  name: 'fuse slopes',
  run: (network, { operators, types }) =>
    untilStable(network, ({ graph, constants }, uses) => {
      for (const prelu of graph.nodes) {
        const [value, slopes] = prelu.inputs;
        const node = uses.writer(value);
        if (prelu.operator !== 'prelu' || !node || uses.onlyReader(value) !== prelu) continue;
        const { slopesInput } = operatorOf(node, operators);
        if (slopesInput === undefined || node.activation || node.inputs[slopesInput]) continue;
        // A list with a slope for each channel.
        if (`${constants.get(slopes)?.shape}` !== `${shapeOf(types, value).at(-1)}`) continue;
        const merged = takingInput(node, slopesInput, slopes, prelu);
        return { graph: mergeNodes(graph, node, merged, prelu), constants };
      }
      return undefined;
    }),
};
