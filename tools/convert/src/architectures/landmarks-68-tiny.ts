import { faceAlignment } from './alignments.ts';
import type { Architecture } from './architecture.ts';
import { denseFeatures } from './dense-blocks.ts';
import { faceMean, meanColour } from './input.ts';
import { fullyConnected } from './layers.ts';
import { landmarkLicence, tutorial } from './provenance.ts';

const output = 'points';

/** Three dense blocks of three convolutions, and a fully connected layer. */
export const landmarks68Tiny: Architecture = {
  name: 'landmarks-68-tiny',
  source: 'face_landmark_68_tiny_model',
  task: 'landmarker',
  description: 'The same 68 points as landmarks-68, found faster and less exactly.',
  licence: landmarkLicence,
  origin: `face_landmark_68_tiny_model by Vincent Mühler, trained on about 35,000 faces (${tutorial})`,
  input: meanColour(112, faceMean),
  settings: {
    order: 'ibug68',
    decode: { kind: 'regression', output },
    alignment: faceAlignment,
  },
  write(net) {
    const features = denseFeatures(net, [32, 64, 128], 3);
    return [fullyConnected(net, output, features, 'fc', [128, 136])];
  },
};
