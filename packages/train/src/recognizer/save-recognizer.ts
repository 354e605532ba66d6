import { serializeNetwork } from '../course/save-network.ts';
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
  model: RecognizerModel,
  name: string,
  weights: TrainingState['values'],
  { thresholds, measuredOn }: MeasuredThresholds,
): Uint8Array<ArrayBuffer> {
  const { descriptors, dimensions, metric, alignment, licence, origin } = model;
  return serializeNetwork(model, weights, {
    name,
    task: 'recognizer',
    description: `A recogniser of ${dimensions} numbers, trained with FaceGPU.`,
    licence,
    origin,
    settings: { output: descriptors, dimensions, metric, alignment, thresholds, measuredOn },
  });
}
