import type { Device, Tensor } from '@facegpu/kernels';
import { compile, type Network, type Plan } from '@facegpu/nn';
import { trainingOperators } from '../operators/all.ts';
import { withWeightsAsInputs } from './trainable.ts';
import type { TrainingStep } from './training-step.ts';

/**
 * Compiles a network that infers with the weights of a training, as they are whenever it runs.
 *
 * @param network in which the weights have the names that they are trained by
 * @throws FaceGpuError as `compile` does
 */
export function compileInference(
  device: Device,
  { inferred: { tensors } }: Pick<TrainingStep, 'inferred'>,
  network: Network,
  {
    dimensions,
    given,
  }: {
    readonly dimensions: Readonly<Record<string, number>>;
    readonly given: ReadonlyMap<string, Tensor>;
  },
): Promise<Plan> {
  const shared = [...network.constants.keys()].filter((name) => tensors.has(name));
  return compile(withWeightsAsInputs(network, shared).network, device, {
    operators: trainingOperators,
    dimensions,
    given: new Map([...given, ...tensors]),
  });
}
