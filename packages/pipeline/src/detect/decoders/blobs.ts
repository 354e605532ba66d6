import { blobs as findBlobs } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import { type Cells, cells, gridOf } from '../../models/cells.ts';
import { defineDecoder } from '../../models/decode.ts';
import { type OutputName, outputName } from '../../models/output-name.ts';
import { positive } from '../../models/positive.ts';
import { type BoxDecoder, share, usualIouThreshold } from './decoder.ts';

const { maybe, of } = schema;

interface BlobSettings extends Cells {
  /** The output of heights; the first unless told. */
  readonly heights?: OutputName | undefined;
  /** Its channel; the first unless told. */
  readonly channel?: number | undefined;
  /** Whether heights, and the threshold, are logits of the scores. */
  readonly logits?: boolean | undefined;
  /** Cells higher than this belong to blobs. */
  readonly threshold: number;
  /** Whether cells that touch at a corner are connected; they are unless told. */
  readonly diagonal?: boolean | undefined;
  /** Boxes are made of the blobs' moments (unless told), or of what their cells cover. */
  readonly fit?: 'moments' | 'extent' | undefined;
  /** Sides of a box in standard deviations, or in what the cells cover; √12 and 1 unless told. */
  readonly sides?: number | undefined;
  /** How many blobs are looked at; 64 unless told. */
  readonly candidates?: number | undefined;
  readonly iouThreshold?: number | undefined;
}

/** Networks that say of each cell how likely it belongs to a face: a box is fitted to each blob of cells. */
export const blobs = defineDecoder<BlobSettings, BoxDecoder>(
  {
    ...cells,
    heights: maybe(outputName),
    channel: maybe(of(kinds.whole(0, 65_535))),
    logits: maybe(of(kinds.flag)),
    threshold: of(kinds.real),
    diagonal: maybe(of(kinds.flag)),
    fit: maybe(of(kinds.oneOf('moments', 'extent'))),
    sides: maybe(positive),
    candidates: maybe(of(kinds.count)),
    iouThreshold: maybe(share),
  },
  (settings) => ({
    iouThreshold: settings.iouThreshold ?? usualIouThreshold,
    decode({ size, output }) {
      const { heights = 0, channel, threshold, diagonal, fit = 'moments', logits } = settings;
      const tensor = output(heights);
      const { grid, axis, height, width } = gridOf(settings, tensor, size);
      const entries = Math.min(settings.candidates ?? 64, height * width);
      const boxes = dense('boxes', 'f32', entries, 4);
      const scores = dense('scores', 'f32', entries);
      const dispatches = findBlobs({
        heat: { tensor, channel },
        axis,
        threshold,
        diagonal,
        fit,
        size: settings.sides,
        logits,
        grid,
        boxes,
        scores,
      });
      return { boxes, scores, dispatches };
    },
  }),
);
