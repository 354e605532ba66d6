import type { Dispatch, Size, Tensor } from '@facegpu/kernels';
import type { DecoderKinds } from '../../models/decode.ts';
import type { OutputName } from '../../models/output-name.ts';

/** Landmarks of the crops that a network looked at. */
export interface CropLandmarks {
  /** `[crops, landmarks, 2]`, dense, f32: x and y, as shares of the crop's width and height. */
  readonly points: Tensor;
  /** What makes them of the network's outputs. */
  readonly dispatches: readonly Dispatch[];
}

/** What a decoder decodes. */
export interface LandmarkOutputs {
  /** Of the network's input, in pixels. */
  readonly size: Size;
  /** How many there are in a crop. */
  readonly landmarks: number;
  /**
   * One of the network's outputs, the crops along its first axis.
   *
   * @throws FaceGpuError `bad-model` where it isn't there
   */
  output(name: OutputName): Tensor;
}

/** How a kind of landmark network says where points are. */
export interface LandmarkDecoder {
  /** @throws FaceGpuError `shape-mismatch` where the outputs don't fit */
  decode(outputs: LandmarkOutputs): CropLandmarks;
}

/** Kinds of landmark decoders, by the names that model files have for them. */
export type LandmarkDecoders = DecoderKinds<LandmarkDecoder>;
