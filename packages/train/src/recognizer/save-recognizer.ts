import { type Constant, Model, storeNetwork, toConstant } from '@facegpu/nn';
import type { TrainingState } from '../step/training-step.ts';
import type { MeasuredThresholds } from './measure-thresholds.ts';
import type { RecognizerModel } from './recognizer-model.ts';

/**
 * The bytes of a model file: an ordinary recogniser, for `FacePipeline.create({ recognizer })`.
 *
 * @param name what it goes by
 * @param weights those that training has changed, by name; the others are as they were
 */
export function serializeRecognizer(
  { network, input, descriptors, dimensions, metric, alignment, ...source }: RecognizerModel,
  name: string,
  weights: TrainingState['values'],
  { thresholds, measuredOn }: MeasuredThresholds,
): Uint8Array<ArrayBuffer> {
  const constants = new Map<string, Constant>();
  for (const [weight, constant] of network.constants) {
    const trained = weights.get(weight);
    constants.set(weight, trained ? toConstant(constant.shape, trained) : constant);
  }
  const { tensors, ...stored } = storeNetwork({ graph: network.graph, constants });
  return Model.serialize(
    {
      ...stored,
      name,
      task: 'recognizer',
      description: `A recogniser of ${dimensions} numbers, trained with FaceGPU.`,
      licence: source.licence,
      origin: source.origin,
      input,
      settings: {
        output: descriptors,
        dimensions,
        metric,
        alignment,
        thresholds,
        measuredOn,
      },
    },
    tensors,
  );
}
