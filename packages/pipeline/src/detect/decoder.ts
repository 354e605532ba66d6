import { FaceGpuError } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';

/** How the outputs of a detector become boxes, as its model file says. */
export type Decoder =
  | {
      readonly kind: 'ssd';
      /** Names of the model's tensor and of the graph's outputs. */
      readonly anchors: string;
      readonly encodings: string;
      readonly logits: string;
      /** The class that is "face". */
      readonly scoreIndex: number;
      readonly iouThreshold: number;
    }
  | {
      readonly kind: 'yolo';
      readonly output: string;
      /** Width and height of each anchor, in cells. */
      readonly anchors: readonly (readonly [number, number])[];
      readonly iouThreshold: number;
    };

/** The decoder of a detection model. */
export function decoderOf({ metadata, source }: Model): Decoder {
  const decoder = metadata.settings.decoder as Decoder | undefined;
  if (decoder?.kind === 'ssd' || decoder?.kind === 'yolo') return decoder;
  throw new FaceGpuError(
    'bad-model',
    `${source} doesn't say how its outputs become boxes`,
    'Use a detector that was converted with facegpu-convert.',
  );
}
