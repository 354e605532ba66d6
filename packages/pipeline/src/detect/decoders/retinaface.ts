import { kinds, schema } from '@facegpu/nn';
import { defineDecoder } from '../../models/decode.ts';
import { type OutputName, outputName } from '../../models/output-name.ts';
import { type BoxDecoder, share, usualIouThreshold } from './decoder.ts';
import { decodeLevels } from './levels.ts';
import { type PriorSettings, priorGrids, priorSettings, priorsOf, scalesOf } from './priors.ts';

interface RetinafaceSettings extends PriorSettings {
  /** The output of box encodings; the first unless told. */
  readonly boxes?: OutputName | undefined;
  /** The output of a score for background and face, for each prior; the second unless told. */
  readonly scores?: OutputName | undefined;
  /** The output of keypoint encodings; the third unless told. */
  readonly keypoints?: OutputName | undefined;
  /** Whether scores are probabilities already (unless told), or still go through a softmax. */
  readonly scoring?: 'probability' | 'softmax' | undefined;
  /** The score that is the face's; 1 unless told. */
  readonly scoreIndex?: number | undefined;
  readonly iouThreshold?: number | undefined;
}

const usualSides = [
  [16, 32],
  [64, 128],
  [256, 512],
];

/**
 * RetinaFace (Deng et al. 2020, "RetinaFace: Single-Shot Multi-Level Face Localisation in the Wild"):
 * boxes, scores and five points relative to square priors.
 */
export const retinaface = defineDecoder<RetinafaceSettings, BoxDecoder>(
  {
    ...priorSettings,
    boxes: schema.maybe(outputName),
    scores: schema.maybe(outputName),
    keypoints: schema.maybe(outputName),
    scoring: schema.maybe(schema.of(kinds.oneOf('probability', 'softmax'))),
    scoreIndex: schema.maybe(schema.of(kinds.whole(0, 65_535))),
    iouThreshold: schema.maybe(share),
  },
  (settings, source) => {
    const { strides = [8, 16, 32], sides = usualSides } = settings;
    const grids = priorGrids({ strides, sides, clip: false }, source);
    return {
      iouThreshold: settings.iouThreshold ?? usualIouThreshold,
      decode(outputs) {
        const { boxes = 0, scores = 1, keypoints = 2 } = settings;
        const { scoring = 'probability', scoreIndex = 1 } = settings;
        const priors = priorsOf(outputs.size, grids);
        const coding = {
          coding: 'centre',
          scoring,
          scoreIndex,
          scales: scalesOf(settings),
        } as const;
        return decodeLevels(outputs, [{ priors, boxes, scores, keypoints }], coding);
      },
    };
  },
);
