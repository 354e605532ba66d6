import type { OnnxDescription } from './onnx-model.ts';

/** Both networks look at RGB with the mean and the deviation of ImageNet. */
const input = {
  sizes: [[224, 224]],
  channels: 'rgb',
  mean: [0.485, 0.456, 0.406].map((mean) => 255 * mean),
  scale: [0.229, 0.224, 0.225].map((deviation) => 1 / (255 * deviation)),
} as const;

/**
 * OpenSeeFace's detector: a peak at the centre of a face, and half a box's side in 112 pixels. Its cells
 * share out the input; the tracker takes them by their corners, and has boxes two pixels too far up and
 * left.
 */
export const openseefaceDetector: OnnxDescription = {
  task: 'detector',
  input,
  shapes: shapesFor(1),
  settings: {
    decode: { kind: 'heatmap', sizes: { output: 0, channels: [1], unit: 112 } },
  },
};

/** Its landmarks: the first and last of 28 cells lie on the first and last of 224 pixels. */
export const openseefaceLandmarker: OnnxDescription = {
  task: 'landmarker',
  input,
  shapes: shapesFor(4),
  settings: {
    order: 'openseeface66',
    decode: {
      ...{ kind: 'heatmap', origin: [0, 0], step: [223 / 27, 223 / 27] },
      // 223 / 16 pixels for a logit of 1.
      refine: { kind: 'offset', x: { first: 132 }, y: { first: 66 }, scale: 27 / 16, logit: true },
    },
    boxMargin: 1.25,
    alignment: { template: 'dlib-150', padding: 0.35 },
  },
};

/** Both graphs compute sizes that depend on the batch's, and so want it known. */
function shapesFor(batch: number): OnnxDescription['shapes'] {
  return { input: [batch, 3, 224, 224] };
}
