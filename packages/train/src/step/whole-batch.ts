import { compile, inputUpdates } from '@facegpu/nn';
import { differentiate } from '../autodiff/differentiate.ts';
import { GraphWriter } from '../autodiff/writer.ts';
import type { StepProgram, StepSpec } from './step-program.ts';

/**
 * A step as one plan: forward, loss, backward and update.
 *
 * @throws FaceGpuError as `differentiate` and `compile` do
 */
export async function wholeBatch(spec: StepSpec): Promise<StepProgram> {
  const { device, network, rule, weights, loss, dimensions, operators, gradients, given } = spec;
  const differentiated = differentiate(network, {
    operators,
    gradients,
    loss,
    by: spec.trained,
    dimensions,
  });
  const { graph, constants } = differentiated.network;
  const inputs = [...graph.inputs, ...rule.inputs(weights)];
  const writer = new GraphWriter({ graph: { ...graph, inputs }, constants }, operators, dimensions);
  const updates = rule.write(writer, differentiated.gradients);
  const whole = writer.finish();
  const outputs = [...new Set([loss, ...network.graph.outputs, ...updates.values()])];
  const plan = await compile(
    { graph: { ...whole.graph, outputs }, constants: whole.constants },
    device,
    { operators, dimensions, given, updates: inputUpdates(updates) },
  );
  return {
    run: (values, rates, prepare) => {
      prepare?.(0);
      return plan.run({ ...values, ...rates });
    },
    dispose: () => plan.dispose(),
  };
}
