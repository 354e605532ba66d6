import { faceAlignment } from './alignments.ts';
import type { Architecture } from './architecture.ts';
import { denseFeatures } from './dense-blocks.ts';
import { faceMean, meanColour } from './input.ts';
import { fullyConnected } from './layers.ts';
import { mit, tutorial } from './provenance.ts';

const output = 'probabilities';
const labels = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'];

/** The features of landmarks-68 with other weights, and a classifier. */
export const expression: Architecture = {
  name: 'expression',
  source: 'face_expression_model',
  task: 'expression',
  description: 'How likely each of seven facial expressions is, in a cropped face.',
  licence: `${mit}; trained on public data sets and pictures from the web, which may carry terms of their own`,
  origin: `face_expression_model by Vincent Mühler (${tutorial})`,
  input: meanColour(112, faceMean),
  settings: { output, labels, alignment: faceAlignment },
  write(net) {
    const features = denseFeatures(net, [32, 64, 128, 256], 4);
    const logits = fullyConnected(net, 'logits', features, 'fc', [256, labels.length]);
    return [net.node(output, 'softmax', [logits], { axis: 1 })];
  },
};
