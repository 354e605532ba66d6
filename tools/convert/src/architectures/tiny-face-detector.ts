import type { NetworkWriter } from '../network-writer.ts';
import type { Architecture } from './architecture.ts';
import { image, meanColour } from './input.ts';
import { conv, conv2d, pool, separableConv } from './layers.ts';
import { mit, tutorial } from './provenance.ts';

const output = 'map';

/** Width and height of the boxes that every cell starts from, in cells. */
const anchors = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];

/** Channels of conv1 … conv5. */
const widths = [32, 64, 128, 256, 512];

/** Tiny YOLO v2 with separable convolutions. The side of its input is any multiple of 32. */
export const tinyFaceDetector: Architecture = {
  name: 'tiny-face-detector',
  source: 'tiny_face_detector_model',
  task: 'detector',
  description:
    'Finds faces fast, in boxes around the facial points; misses more small ones than ssd-mobilenet-v1.',
  licence: `${mit}; trained on about 14,000 pictures whose terms were not published`,
  origin: `tiny_face_detector_model by Vincent Mühler (${tutorial})`,
  input: meanColour(416, [117.001, 114.697, 97.404]),
  settings: { decode: { kind: 'yolo', output, anchors, iouThreshold: 0.4 } },
  write(net) {
    const input = net.input(image, ['batch', 'size', 'size', 3]);
    let x = leakyRelu(net, conv(net, 'conv0', input, 3, [3, 16], { padding: 'valid' }));
    let channels = 16;
    widths.forEach((width, i) => {
      x = pool(net, `pool${i}`, 'maxPool', x, 2, { stride: 2 });
      x = leakyRelu(net, separableConv(net, `conv${i + 1}`, x, [channels, width], { padding: 1 }));
      channels = width;
    });
    // The last pool keeps the size: each cell takes the largest of its neighbours below and right.
    x = pool(net, 'pool5', 'maxPool', x, 2, { stride: 1 });
    const values = anchors.length * 5;
    const weight = net.weight('conv8/filters', [1, 1, channels, values]);
    const bias = net.weight('conv8/bias', [values]);
    return [conv2d(net, output, [x, weight, bias])];
  },
};

function leakyRelu(net: NetworkWriter, input: string): string {
  // A tenth as f32 holds it.
  return net.node(`${input}/leaky`, 'leakyRelu', [input], { slope: Math.fround(0.1) });
}
