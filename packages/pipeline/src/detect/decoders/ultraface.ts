import { elementCount } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { defineDecoder } from '../../models/decode.ts';
import { type OutputName, outputName } from '../../models/output-name.ts';
import { type BoxDecoder, share, usualIouThreshold } from './decoder.ts';
import { decodeLevels } from './levels.ts';
import { type PriorSettings, priorGrids, priorSettings, priorsOf, scalesOf } from './priors.ts';

interface UltrafaceSettings extends PriorSettings {
  /** The output of a score for background and face, for each box; the first unless told. */
  readonly scores?: OutputName | undefined;
  /** The output of boxes; the second unless told. */
  readonly boxes?: OutputName | undefined;
  /**
   * What that holds: `corners`, unless told, are boxes that the graph has decoded, as shares of the
   * input; `priors` are encodings relative to priors.
   */
  readonly coding?: 'corners' | 'priors' | undefined;
  /** Whether scores are probabilities already (unless told), or still go through a softmax. */
  readonly scoring?: 'probability' | 'softmax' | undefined;
  readonly iouThreshold?: number | undefined;
}

const usualSides = [
  [10, 16, 24],
  [32, 48],
  [64, 96],
  [128, 192, 256],
];

/** Ultra-Light-Fast-Generic-Face-Detector-1MB (Linzaer 2019): an SSD with square priors. */
export const ultraface = defineDecoder<UltrafaceSettings, BoxDecoder>(
  {
    ...priorSettings,
    scores: schema.maybe(outputName),
    boxes: schema.maybe(outputName),
    coding: schema.maybe(schema.of(kinds.oneOf('corners', 'priors'))),
    scoring: schema.maybe(schema.of(kinds.oneOf('probability', 'softmax'))),
    iouThreshold: schema.maybe(share),
  },
  (settings, source) => {
    const { strides = [8, 16, 32, 64], sides = usualSides } = settings;
    const grids = priorGrids({ strides, sides, clip: true }, source);
    return {
      iouThreshold: settings.iouThreshold ?? usualIouThreshold,
      decode(outputs) {
        const { scores = 0, boxes = 1, scoring = 'probability' } = settings;
        const isDecoded = settings.coding !== 'priors';
        // What is decoded already has no priors, but as many boxes.
        const priors = isDecoded
          ? new Float32Array(elementCount(outputs.output(boxes).shape))
          : priorsOf(outputs.size, grids);
        return decodeLevels(outputs, [{ priors, boxes, scores }], {
          coding: isDecoded ? 'corners' : 'centre',
          scoring,
          scoreIndex: 1,
          scales: isDecoded ? undefined : scalesOf(settings),
        });
      },
    };
  },
);
