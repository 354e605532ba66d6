import { faceAlignment } from './alignments.ts';
import type { Architecture } from './architecture.ts';
import { denseFeatures } from './dense-blocks.ts';
import { faceMean, meanColour } from './input.ts';
import { fullyConnected } from './layers.ts';
import { landmarkLicence, tutorial } from './provenance.ts';

const output = 'points';

/** Four dense blocks of four convolutions, and a fully connected layer. */
export const landmarks68: Architecture = {
  name: 'landmarks-68',
  source: 'face_landmark_68_model',
  task: 'landmarker',
  description:
    'The 68 points of the iBUG scheme in a cropped face: x and y of each, in units of its side.',
  licence: landmarkLicence,
  origin: `face_landmark_68_model by Vincent Mühler, trained on about 35,000 faces (${tutorial})`,
  input: meanColour(112, faceMean),
  settings: {
    order: 'ibug68',
    decode: { kind: 'regression', output },
    alignment: faceAlignment,
  },
  write(net) {
    const features = denseFeatures(net, [32, 64, 128, 256], 4);
    return [fullyConnected(net, output, features, 'fc', [256, 136])];
  },
};
