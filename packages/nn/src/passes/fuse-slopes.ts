import { toConstant } from '../ir/constant.ts';
import type { Network, Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { mergeNodes, type Pass, type PassContext, type Uses, untilStable } from './pass.ts';
import { perChannel } from './per-channel.ts';

/** Lets a convolution multiply its negative results by the slopes of the PReLU that alone reads them. */
export const fuseSlopes: Pass = {
  name: 'fuse slopes',
  run: (network, context) =>
    untilStable(network, (current, uses) => rewrite(current, uses, context)),
};

function rewrite(
  { graph, constants }: Network,
  uses: Uses,
  { operators, types }: PassContext,
): Network | undefined {
  for (const prelu of graph.nodes) {
    if (prelu.operator !== 'prelu') continue;
    const [value, slopes] = prelu.inputs;
    const node = uses.writer(value);
    const constant = constants.get(slopes);
    if (!node || !constant || uses.onlyReader(value) !== prelu || node.activation) continue;
    const { slopesInput } = operatorOf(node, operators);
    if (slopesInput === undefined || node.inputs[slopesInput]) continue;
    const channels = shapeOf(types, value).at(-1) ?? 1;
    const each = perChannel(constant, channels);
    if (!each) continue;
    const inputs = Array.from({ length: slopesInput }, (_, i) => node.inputs[i] ?? '');
    const isList = constant.shape.length === 1 && constant.shape[0] === channels;
    const name = isList ? slopes : `${slopes} for each channel`;
    const merged: Node = {
      ...node,
      inputs: [...inputs, name],
      outputs: prelu.outputs,
      ...(prelu.activation && { activation: prelu.activation }),
    };
    const known = new Map(constants);
    if (!isList) {
      known.set(
        name,
        toConstant(
          [channels],
          Float64Array.from({ length: channels }, (_, c) => each(c)),
        ),
      );
    }
    return { graph: mergeNodes(graph, node, merged, prelu), constants: known };
  }
  return undefined;
}
