import { kinds, schema } from '@facegpu/nn';
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
interface ScrfdSettings extends StrideSettings {
  /** Predictions of a cell; 2 unless told. */
  readonly anchors?: number | undefined;
  /** Probabilities. */
  readonly scores?: readonly OutputName[] | undefined;
  /** Distances of the four sides from the cell's corner, in strides. */
  readonly boxes?: readonly OutputName[] | undefined;
  /** Points from the cell's corner, in strides; an empty list for a network without. */
  readonly keypoints?: readonly OutputName[] | undefined;
  readonly iouThreshold?: number | undefined;
}

/**
 * SCRFD (Guo et al. 2022, "Sample and Computation Redistribution for Efficient Face Detection"):
 * distances to the four sides, and mostly five points, from each cell's corner.
 */
export const scrfd = defineDecoder<ScrfdSettings, BoxDecoder>(
  {
    strides,
    anchors: schema.maybe(schema.of(kinds.count)),
    scores: outputNames,
    boxes: outputNames,
    keypoints: outputNames,
    iouThreshold: schema.maybe(share),
  },
  (settings) => ({
    iouThreshold: settings.iouThreshold ?? usualIouThreshold,
    decode(outputs) {
      const { strides = usualStrides, anchors = 2 } = settings;
      const named = (setting: 'scores' | 'boxes' | 'keypoints', place: number) =>
        outputsOf(outputs, setting, settings[setting], place, strides.length);
      const scores = named('scores', 0);
      const boxes = named('boxes', 1);
      const isWithout = settings.keypoints?.length === 0;
      const keypoints = isWithout ? [] : named('keypoints', 2);
      const levels = strides.map((stride, i) => ({
        priors: priorsOf(outputs.size, [
          { stride, sides: Array.from({ length: anchors }, () => stride), offset: 0 },
        ]),
        scores: scores[i],
        boxes: boxes[i],
        keypoints: keypoints[i],
      }));
      const coding = { coding: 'distances', scoring: 'probability', scoreIndex: 0 } as const;
      return decodeLevels(outputs, levels, coding);
    },
  }),
);
