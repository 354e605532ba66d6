import { FaceGpuError } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { type OutputName, outputName } from '../../models/output-name.ts';
import type { DetectorOutputs } from './decoder.ts';

/** Settings of detectors that have outputs of each kind for each stride. */
export interface StrideSettings {
  /** Pixels between cells, for each feature map; 8, 16 and 32 unless told. */
  readonly strides?: readonly number[] | undefined;
}

export const strides = schema.maybe(schema.listOf(schema.of(kinds.count)));

/** A setting that lists an output for each stride. */
export const outputNames = schema.maybe(schema.listOf(outputName));

export const usualStrides = [8, 16, 32];

/**
 * The outputs for each stride: as the description lists them, or else those that come in this place.
 *
 * @param place how many kinds of outputs come before, each with as many outputs as there are strides
 * @throws FaceGpuError `bad-model` where there aren't as many as strides
 */
export function outputsOf(
  { model }: Pick<DetectorOutputs, 'model'>,
  setting: string,
  listed: readonly OutputName[] | undefined,
  place: number,
  count: number,
): readonly OutputName[] {
  const names = listed ?? Array.from({ length: count }, (_, i) => place * count + i);
  if (names.length === count) return names;
  throw new FaceGpuError(
    'bad-model',
    `${model.source}: settings.decode.${setting} lists ${names.length} outputs for ${count} strides`,
    'List one for each stride.',
  );
}
