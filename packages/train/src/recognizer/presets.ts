import type { Alignment } from '@facegpu/pipeline';
import { halfResidualNet } from '../networks/half-residual-net.ts';
import { mobileFaceNet, mobileNet } from '../networks/mobile-net.ts';
import { type ResidualNetOptions, residualNet } from '../networks/residual-net.ts';
import { ownRecognizer, type RecognizerModel, type WriteRecognizer } from './recognizer-model.ts';

/** A network that can be trained from nothing. */
interface Preset {
  /** Of its chips, in pixels. */
  readonly side: number;
  readonly dimensions: number;
  readonly alignment: Alignment;
  /** The highest learning rate of Adam, with triplets. */
  readonly rate: number;
  /** See `ownRecognizer`. */
  readonly write: WriteRecognizer;
}

const arcface: Alignment = { template: 'arcface-112' };
const dimensions = 128;

/** The recognisers that can be trained from nothing, by name. */
export const presets = {
  tiny: plainPreset(32, { stages: [16, 32, 64], blocks: 1, dimensions: 64 }),
  /** 0.3 million weights, 21 million products a chip. */
  small: plainPreset(64, { stages: [16, 32, 64, 128], blocks: 1, dimensions }),
  /** MobileFaceNet. */
  mobile: {
    side: 112,
    dimensions: mobileFaceNet.dimensions,
    alignment: arcface,
    rate: 1e-3,
    write: (b, image, running) => mobileNet(b, image, mobileFaceNet, running),
  },
  /** The net of the 128 numbers, on its own chips. */
  dlib: {
    side: 150,
    dimensions,
    alignment: { template: 'dlib-150' },
    rate: 1e-3,
    write: (b, image, running) => halfResidualNet(b, image, dimensions, running),
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;

/** A recogniser of a preset, whose weights are drawn from a seed. */
export function presetRecognizer(name: PresetName, seed: number): RecognizerModel {
  const { side, dimensions, write, alignment } = presets[name];
  return ownRecognizer(side, dimensions, seed, write, alignment);
}

function plainPreset(side: number, net: ResidualNetOptions): Preset {
  const write: WriteRecognizer = (b, image, running) => residualNet(b, image, net, running);
  return { side, dimensions: net.dimensions, alignment: arcface, rate: 5e-3, write };
}
