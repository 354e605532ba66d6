import { ConstantTensor, ssdBoxes } from '@facegpu/kernels';
import { valuesOf } from '@facegpu/nn';
import { dense } from '../../gpu/dense.ts';
import type { DecoderKind } from './decoder.ts';

/**
 * Single-shot detectors (Liu et al. 2016) as the TensorFlow object detection API has them: `encodings`
 * and `logits` are outputs, `anchors` is a tensor of the model, `scoreIndex` the class that is "face".
 */
export const ssd: DecoderKind = (settings) => {
  const anchors = settings.text('anchors');
  const encodings = settings.text('encodings');
  const logits = settings.text('logits');
  const scoreIndex = settings.index('scoreIndex');
  return {
    iouThreshold: settings.number('iouThreshold'),
    decode(model, output) {
      const constant = model.constant(anchors);
      const { shape } = constant;
      const spec = { shape, dtype: 'f32', layout: 'dense' } as const;
      const boxes = dense('boxes', 'f32', shape[0], 4);
      const scores = dense('scores', 'f32', shape[0]);
      const dispatches = ssdBoxes({
        encodings: output(encodings),
        logits: output(logits),
        anchors: new ConstantTensor('anchors', spec, Float32Array.from(valuesOf(constant))),
        scoreIndex,
        boxes,
        scores,
      });
      return { boxes, scores, dispatches };
    },
  };
};
