import type { OnnxArchitecture } from './convert-onnx.ts';

const mean = 127;
const scale = 1 / 128;

/**
 * Ultra-Light-Fast-Generic-Face-Detector by Linzaer, the variant with receptive field blocks (Liu et al. 2018): an SSD
 * of 0.3 million weights, whose graph decodes its boxes.
 */
export const ultraface: OnnxArchitecture = {
  name: 'ultraface-rfb-320',
  source: 'fr_detect.onnx',
  task: 'detector',
  description:
    'Finds faces fast, small ones of crowds too where the photo is looked at in tiles; takes more for faces than ssd-mobilenet-v1.',
  licence: 'MIT (Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB); trained on WIDER FACE',
  origin:
    'fr_detect.onnx of faceplugin-face-recognition-js 0.0.1 (Faceplugin Ltd), the weights of version-RFB-320 by Linzaer',
  input: {
    name: 'input',
    sizes: [[240, 320]],
    channels: 'rgb',
    mean: [mean, mean, mean],
    scale: [scale, scale, scale],
  },
  settings: { decode: { kind: 'ultraface', iouThreshold: 0.3 } },
};
