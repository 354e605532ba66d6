import { schema } from '@facegpu/nn';
import { defineDecoder } from '../../models/decode.ts';
import type { OutputName } from '../../models/output-name.ts';
import { type BoxDecoder, share, usualIouThreshold } from './decoder.ts';
import { decodeLevels } from './levels.ts';
import { priorsOf } from './priors.ts';
import {
  outputNames,
  outputsOf,
  type StrideSettings,
  strides,
  usualStrides,
} from './stride-outputs.ts';

/**
 * Outputs are listed for each stride, by name or place; unless told, they come in the order in which
 * they are listed here.
 */
interface YunetSettings extends StrideSettings {
  /** How sure a cell is that it is a face. */
  readonly scores?: readonly OutputName[] | undefined;
  /** How sure it is that it is an object: both are multiplied. */
  readonly objectness?: readonly OutputName[] | undefined;
  /** Centre from the cell's corner in strides, and logarithms of width and height in strides. */
  readonly boxes?: readonly OutputName[] | undefined;
  /** Five points, from the cell's corner, in strides. */
  readonly keypoints?: readonly OutputName[] | undefined;
  readonly iouThreshold?: number | undefined;
}

/**
 * YuNet (Wu et al. 2023, "YuNet: A Tiny Millisecond-level Face Detector"): without anchors, a box, five
 * points, a score and an objectness for each cell.
 */
export const yunet = defineDecoder<YunetSettings, BoxDecoder>(
  {
    strides,
    scores: outputNames,
    objectness: outputNames,
    boxes: outputNames,
    keypoints: outputNames,
    iouThreshold: schema.maybe(share),
  },
  (settings) => ({
    iouThreshold: settings.iouThreshold ?? usualIouThreshold,
    decode(outputs) {
      const { strides = usualStrides } = settings;
      const named = (setting: 'scores' | 'objectness' | 'boxes' | 'keypoints', place: number) =>
        outputsOf(outputs, setting, settings[setting], place, strides.length);
      const scores = named('scores', 0);
      const objectness = named('objectness', 1);
      const boxes = named('boxes', 2);
      const keypoints = named('keypoints', 3);
      const levels = strides.map((stride, i) => ({
        priors: priorsOf(outputs.size, [{ stride, sides: [stride], offset: 0 }]),
        scores: scores[i],
        objectness: objectness[i],
        boxes: boxes[i],
        keypoints: keypoints[i],
      }));
      const coding = { coding: 'centre', scoring: 'probability', scoreIndex: 0 } as const;
      return decodeLevels(outputs, levels, coding);
    },
  }),
);
