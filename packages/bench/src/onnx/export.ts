import { type Network, shapeOf, type ValueTypes } from '@facegpu/nn';
import { ints, OnnxBuilder } from './builder.ts';
import { toNchw, toNhwc } from './layout.ts';
import { valueName } from './operand.ts';
import { exportNode } from './operations.ts';

/**
 * A network as an ONNX model. Inside, images are `[batch, channels, height, width]`, as ONNX has them;
 * its inputs and outputs are ours.
 *
 * @param network before its activations and residuals are fused: ONNX has nothing for them
 * @param types of all its values
 * @throws Error that names the node which ONNX has no operator for
 */
export function exportOnnx({ graph, constants }: Network, types: ValueTypes): Uint8Array {
  const model = new OnnxBuilder();
  for (const { name } of graph.inputs) {
    const shape = shapeOf(types, name);
    model.input(name, shape);
    if (shape.length === 4) {
      model.node('Transpose', [name], valueName(name, types), { perm: ints(toNchw) });
    }
  }
  for (const node of graph.nodes) {
    exportNode({ node, types, constants, model });
  }
  for (const name of graph.outputs) {
    const shape = shapeOf(types, name);
    model.output(name, shape);
    if (shape.length === 4) {
      model.node('Transpose', [valueName(name, types)], name, { perm: ints(toNhwc) });
    }
  }
  return model.encode();
}
