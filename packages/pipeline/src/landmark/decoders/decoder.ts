import type { Dispatch, Tensor } from '@facegpu/kernels';
import type { DecoderKinds } from '../../models/decode.ts';

/** Landmarks of the crops that a network looked at. */
export interface CropLandmarks {
  /** `[crops, landmarks, 2]`, dense, f32: x and y, as shares of the crop's width and height. */
  readonly points: Tensor;
  /** What makes them of the network's outputs. */
  readonly dispatches: readonly Dispatch[];
}

/** How a kind of landmark network says where points are. */
export interface LandmarkDecoder {
  /**
   * @param output one of the network's outputs, by name, the crops along its first axis
   * @param landmarks how many there are in a crop
   * @throws FaceGpuError `shape-mismatch` where the outputs don't fit
   */
  decode(output: (name: string) => Tensor, landmarks: number): CropLandmarks;
}

/** Kinds of landmark decoders, by the names that model files have for them. */
export type LandmarkDecoders = DecoderKinds<LandmarkDecoder>;
