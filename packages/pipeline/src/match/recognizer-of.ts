import { FaceGpuError } from '@facegpu/kernels';
import { type OptionRules, requireOptions } from '../api/check-options.ts';
import type { PipelineInfo, RecognizerInfo } from '../api/options.ts';

export interface GalleryOptions {
  /** The recognition model to go by, where the pipeline has several; the first where left out. */
  readonly recognizer?: string;
}

const galleryRules: OptionRules<GalleryOptions> = {
  recognizer: {
    is: (value) => typeof value === 'string',
    fix: 'Give the name of a recognition model, or leave it out.',
  },
};

/** The recognition model that a gallery goes by. @throws FaceGpuError `bad-argument` where the pipeline hasn't got it */
export function recognizerOf(
  { recognizers }: PipelineInfo,
  options: GalleryOptions,
): RecognizerInfo {
  requireOptions('Gallery', options, galleryRules);
  const [first] = recognizers;
  const { recognizer: wanted = first.name } = options;
  const found = recognizers.find(({ name }) => name === wanted);
  if (found) return found;
  throw new FaceGpuError(
    'bad-argument',
    `the pipeline has no recognition model "${wanted}"`,
    `It has ${recognizers.map(({ name }) => name).join(', ')}.`,
  );
}
