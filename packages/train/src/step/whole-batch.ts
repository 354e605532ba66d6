import { compile, inputUpdates, type Network } from '@facegpu/nn';
import { differentiate } from '../autodiff/differentiate.ts';
import { GraphWriter } from '../autodiff/writer.ts';
import { firstNotFinite } from './first-not-finite.ts';
import type { StepProgram, StepSpec } from './step-program.ts';

/** A step as one graph, and what of it the values that a step changes become. */
export interface WholeStep {
  readonly network: Network;
  readonly updates: ReadonlyMap<string, string>;
}

/**
 * Writes a step down: forward, loss, backward and update.
 *
 * @throws FaceGpuError as `differentiate` does
 */
export function wholeStep(spec: StepSpec): WholeStep {
  const { network, rule, weights, loss, dimensions, operators, gradients } = spec;
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
  return {
    network: { graph: { ...whole.graph, outputs }, constants: whole.constants },
    updates,
  };
}

/**
 * A step as one plan.
 *
 * @throws FaceGpuError as `differentiate` and `compile` do
 */
export async function wholeBatch(spec: StepSpec): Promise<StepProgram> {
  const { device, dimensions, operators, given } = spec;
  const { network, updates } = wholeStep(spec);
  const plan = await compile(network, device, {
    operators,
    dimensions,
    given,
    updates: inputUpdates(updates),
  });
  return {
    run: (values, rates, prepare) => {
      prepare?.(0);
      return plan.run({ ...values, ...rates });
    },
    firstNotFinite: async (values, prepare) => {
      prepare?.(0);
      const value = await firstNotFinite(network, spec, values);
      return value === undefined ? undefined : { value };
    },
    dispose: () => plan.dispose(),
  };
}
