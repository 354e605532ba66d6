import type { Model } from '@facegpu/nn';
import type { PipelineOptions, RecognizerInfo } from '../api/options.ts';
import { distanceAtRate, usualRate } from '../match/thresholds.ts';
import { descriptionOf } from './description.ts';
import { stampOf } from './stamp.ts';

/**
 * What is known of a recognition model.
 *
 * @param dimensions numbers of a descriptor, as its network makes them
 * @throws FaceGpuError `bad-model` where it is for something else
 */
export function recognizerInfo(
  model: Model,
  dimensions: number,
  options: Pick<PipelineOptions, 'alignment' | 'compat' | 'mirror'>,
): RecognizerInfo {
  const { metric, thresholds } = descriptionOf(model, 'recognizer');
  return {
    name: model.metadata.name,
    model: stampOf(model, options),
    dimensions,
    metric,
    threshold: distanceAtRate(thresholds, usualRate),
    thresholds,
  };
}
