import { peaks } from '@facegpu/kernels';
import { kinds, schema } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import { type Cells, cells, gridOf } from '../../models/cells.ts';
import { defineDecoder } from '../../models/decode.ts';
import { type OutputName, outputName } from '../../models/output-name.ts';
import { type BoxDecoder, share, usualIouThreshold } from './decoder.ts';

const { is, listOf, maybe, of, table } = schema;

/** Maps of an output, one for each of what is listed. */
interface ChannelSettings {
  readonly output: OutputName;
  readonly channels: readonly number[];
}

interface OffsetSettings extends ChannelSettings {
  /** Of x and y, in cells. */
  readonly channels: readonly [number, number];
  /** Cells for 1; one unless told. */
  readonly scale?: number | undefined;
}

interface SizeSettings extends ChannelSettings {
  /** Pixels of the network's input for 1; a step between cells unless told. */
  readonly unit?: number | undefined;
  /** Whether the maps hold logarithms. */
  readonly exponential?: boolean | undefined;
}

interface KeypointSettings extends ChannelSettings {
  /** Of x and y of the first point. */
  readonly channels: readonly [number, number];
  /** From the channels of a point to those of the next; 2 unless told. */
  readonly channelStep?: number | undefined;
  readonly points: number;
  /** In shares of the box from its corner (unless told), or in cells from the peak's cell. */
  readonly within?: 'box' | 'cells' | undefined;
  /** Multiplies what the maps hold; 1 unless told. */
  readonly scale?: number | undefined;
  /** Whether the maps hold logarithms with a sign, as DBFace's do. */
  readonly signedExponential?: boolean | undefined;
}

interface HeatmapSettings extends Cells {
  /** The output of heights; the first unless told. */
  readonly heights?: OutputName | undefined;
  /** Its channel; the first unless told. */
  readonly channel?: number | undefined;
  /** Whether heights are logits of the scores. */
  readonly logits?: boolean | undefined;
  readonly offsets?: OffsetSettings | undefined;
  /**
   * Channels of half a side of a square, of width and height, or of the ways to the left, top, right and
   * bottom edges.
   */
  readonly sizes: SizeSettings;
  readonly keypoints?: KeypointSettings | undefined;
  /** How many peaks are looked at; 200 unless told. */
  readonly candidates?: number | undefined;
  readonly iouThreshold?: number | undefined;
}

const boolean = of(kinds.flag);
const channel = of(kinds.whole(0, 65_535));
const count = of(kinds.count);
const nonZero = is('a number that is not 0', (value) => Number.isFinite(value) && value !== 0);

/**
 * Detectors that say at each cell how likely it is the centre of a face (Zhou et al. 2019, "Objects as
 * Points"): CenterFace, DBFace, OpenSeeFace. The highest of the cells that no neighbour is higher than
 * are candidates.
 */
export const heatmap = defineDecoder<HeatmapSettings, BoxDecoder>(
  {
    ...cells,
    heights: maybe(outputName),
    channel: maybe(channel),
    logits: maybe(boolean),
    offsets: maybe(
      table<OffsetSettings>({
        output: outputName,
        channels: listOf(channel, 2),
        scale: maybe(nonZero),
      }),
    ),
    sizes: table<SizeSettings>({
      output: outputName,
      channels: listOf(channel),
      unit: maybe(nonZero),
      exponential: maybe(boolean),
    }),
    keypoints: maybe(
      table<KeypointSettings>({
        output: outputName,
        channels: listOf(channel, 2),
        channelStep: maybe(count),
        points: count,
        within: maybe(of(kinds.oneOf('box', 'cells'))),
        scale: maybe(nonZero),
        signedExponential: maybe(boolean),
      }),
    ),
    candidates: maybe(count),
    iouThreshold: maybe(share),
  },
  (settings) => ({
    iouThreshold: settings.iouThreshold ?? usualIouThreshold,
    decode({ size, output }) {
      const { heights = 0, sizes, keypoints, offsets, candidates = 200 } = settings;
      const heat = output(heights);
      const { grid, axis, height, width } = gridOf(settings, heat, size);
      const entries = Math.min(candidates, height * width);
      const boxes = dense('boxes', 'f32', entries, 4);
      const scores = dense('scores', 'f32', entries);
      const points = keypoints && dense('keypoints', 'f32', entries, keypoints.points, 2);
      const { unit } = sizes;
      const dispatches = peaks({
        heat: { tensor: heat, channel: settings.channel },
        axis,
        logits: settings.logits,
        offsets: offsets && { ...offsets, tensor: output(offsets.output) },
        sizes: {
          ...sizes,
          tensor: output(sizes.output),
          unit: unit === undefined ? grid.step : [unit / size.width, unit / size.height],
        },
        keypoints: keypoints &&
          points && {
            ...keypoints,
            tensor: output(keypoints.output),
            channelStep: keypoints.channelStep ?? 2,
            within: keypoints.within ?? 'box',
            output: points,
          },
        grid,
        boxes,
        scores,
      });
      return { boxes, scores, keypoints: points, dispatches };
    },
  }),
);
