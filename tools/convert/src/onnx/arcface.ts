import { calibrationSet } from '../architectures/provenance.ts';
import type { OnnxArchitecture } from './convert-onnx.ts';

const mean = 127.5;
const scale = 1 / 128;

/**
 * MobileFaceNet (Chen et al. 2018), trained with the additive angular margin of ArcFace (Deng et al.
 * 2019): 1.2 million weights.
 */
export const arcface: OnnxArchitecture = {
  name: 'arcface-mobilefacenet',
  source: 'fr_feature.onnx',
  task: 'recognizer',
  description:
    'Turns an aligned face into 512 numbers: those of one person point in nearly the same direction.',
  licence:
    'MIT, as the package declares for all of it; the publisher states no licence of the weights by themselves, and neither the training data nor their terms',
  origin: 'fr_feature.onnx of faceplugin-face-recognition-js 0.0.1 (Faceplugin Ltd)',
  input: {
    name: 'input',
    sizes: [[112, 112]],
    channels: 'rgb',
    mean: [mean, mean, mean],
    scale: [scale, scale, scale],
  },
  settings: {
    output: 'output',
    dimensions: 512,
    metric: 'cosine',
    thresholds: [
      { falseMatchRate: 1e-2, distance: 0.7506, pairs: 30_127 },
      { falseMatchRate: 1e-3, distance: 0.6588, pairs: 3012 },
      { falseMatchRate: 1e-4, distance: 0.5834, pairs: 301 },
      { falseMatchRate: 1e-5, distance: 0.5255, pairs: 30 },
      { falseMatchRate: 1e-6, distance: 0.4676, pairs: 3, extrapolated: true },
    ],
    measuredOn: calibrationSet,
    alignment: { template: 'arcface-112' },
  },
};
