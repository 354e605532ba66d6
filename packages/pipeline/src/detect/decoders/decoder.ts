import type { Dispatch, Size, Tensor } from '@facegpu/kernels';
import { type Model, schema } from '@facegpu/nn';
import type { DecoderKinds } from '../../models/decode.ts';
import type { OutputName } from '../../models/output-name.ts';

/** Every box that a detector proposes. */
export interface Candidates {
  /** `[candidates, 4]`, dense, f32: left, top, right, bottom, as shares of the network's input. */
  readonly boxes: Tensor;
  /** `[candidates]`, dense, f32, from 0 to 1. */
  readonly scores: Tensor;
  /** `[candidates, points, 2]`, dense, f32: keypoints, as shares of the network's input. */
  readonly keypoints?: Tensor | undefined;
  /** What makes them of the network's outputs. */
  readonly dispatches: readonly Dispatch[];
}

/** What a decoder decodes. */
export interface DetectorOutputs {
  readonly model: Model;
  /** Of the network's input, in pixels. */
  readonly size: Size;
  /**
   * One of the network's outputs for one photo, without the batch's axis.
   *
   * @throws FaceGpuError `bad-model` where it isn't there
   */
  output(name: OutputName): Tensor;
}

/** How a kind of detector says where faces are. */
export interface BoxDecoder {
  /** Boxes that overlap a better one by more than this are dropped: intersection over union. */
  readonly iouThreshold: number;
  /** @throws FaceGpuError `bad-model`, `shape-mismatch` where the model's tensors don't fit */
  decode(outputs: DetectorOutputs): Candidates;
}

/** Kinds of box decoders, by the names that model files have for them. */
export type BoxDecoders = DecoderKinds<BoxDecoder>;

/** A setting from 0 to 1. */
export const share = schema.is('a number from 0 to 1', (value) => {
  return typeof value === 'number' && value >= 0 && value <= 1;
});

/** Where a model's file doesn't say how much boxes may overlap. */
export const usualIouThreshold = 0.4;
