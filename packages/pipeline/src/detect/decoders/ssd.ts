import { type BoxScales, ConstantTensor, priorBoxes } from '@facegpu/kernels';
import { kinds, schema, valuesOf } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import { defineDecoder } from '../../models/decode.ts';
import { type BoxDecoder, share } from './decoder.ts';

const { name, of } = schema;

interface SsdSettings {
  /** The model's tensor of anchor boxes: top, left, bottom, right, as shares of the input. */
  readonly anchors: string;
  /** The output of box encodings. */
  readonly encodings: string;
  /** The output of class logits. */
  readonly logits: string;
  /** The class that is "face". */
  readonly scoreIndex: number;
  readonly iouThreshold: number;
}

/** The TensorFlow object detection API's default. */
const apiScales: BoxScales = { y: 10, x: 10, height: 5, width: 5 };

/** Single-shot detectors (Liu et al. 2016) as the TensorFlow object detection API has them. */
export const ssd = defineDecoder<SsdSettings, BoxDecoder>(
  {
    anchors: name,
    encodings: name,
    logits: name,
    scoreIndex: of(kinds.whole(0, 65_535)),
    iouThreshold: share,
  },
  ({ anchors, encodings, logits, scoreIndex, iouThreshold }) => ({
    iouThreshold,
    decode({ model, output }) {
      const constant = model.constant(anchors);
      const { shape } = constant;
      const spec = { shape, dtype: 'f32', layout: 'dense' } as const;
      const boxes = dense('boxes', 'f32', shape[0], 4);
      const scores = dense('scores', 'f32', shape[0]);
      const dispatches = priorBoxes({
        encodings: output(encodings),
        coding: 'centre',
        scales: apiScales,
        logits: output(logits),
        scoring: 'sigmoid',
        rowsFirst: true,
        priors: new ConstantTensor('anchors', spec, Float32Array.from(valuesOf(constant))),
        scoreIndex,
        boxes,
        scores,
      });
      return { boxes, scores, dispatches };
    },
  }),
);
