import { FaceGpuError } from '@facegpu/kernels';
import type { Descriptor } from '../api/face.ts';
import type { PipelineInfo, RecognizerInfo } from '../api/options.ts';
import type { Vectors } from '../match/vector-index.ts';

/** Descriptors of one model, one after the other. */
export interface JoinedDescriptors {
  readonly recognizer: RecognizerInfo;
  /** `[descriptors, dimensions]`. */
  readonly vectors: Vectors;
}

/**
 * Puts descriptors into one array.
 *
 * @throws FaceGpuError `bad-argument` (there are none; one has NaN or infinity), `model-mismatch` (they are of several
 * models, or of one that the pipeline has not), `shape-mismatch` (one is of another length than the model's)
 */
export function joinDescriptors(
  { recognizers }: Pick<PipelineInfo, 'recognizers'>,
  descriptors: readonly Descriptor[],
): JoinedDescriptors {
  if (descriptors.length === 0) {
    throw new FaceGpuError('bad-argument', 'there are no faces', 'Give one at least.');
  }
  const [{ model }] = descriptors;
  const other = descriptors.findIndex((descriptor) => descriptor.model !== model);
  if (other >= 0) {
    throw new FaceGpuError(
      'model-mismatch',
      `face 0 was described by ${model}, and face ${other} by ${descriptors[other].model}`,
      'Describe all by one model.',
    );
  }
  const recognizer = recognizers.find((each) => each.model === model);
  if (!recognizer) {
    throw new FaceGpuError(
      'model-mismatch',
      `the faces were described by ${model}, the pipeline has ${recognizers.map((each) => each.model).join(', ')}`,
      'Create the pipeline with the recogniser that described them.',
    );
  }
  const { dimensions } = recognizer;
  const vectors = new Float32Array(descriptors.length * dimensions);
  for (const [face, { values }] of descriptors.entries()) {
    if (values.length !== dimensions) {
      throw new FaceGpuError(
        'shape-mismatch',
        `the descriptor of face ${face} has ${values.length} numbers, those of ${model} have ${dimensions}`,
        'Give descriptors as the pipeline makes them.',
      );
    }
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) {
      throw new FaceGpuError(
        'bad-argument',
        `the descriptor of face ${face} has ${values[odd]} at ${odd}`,
        'Leave out what could not be computed.',
      );
    }
    vectors.set(values, face * dimensions);
  }
  return { recognizer, vectors };
}
