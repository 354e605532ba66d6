import type { Quality } from '../api/face.ts';

/** What is measured of a face, each growing with what is good or bad about it. */
export const terms = {
  /** Of pixels: a doubled size counts the same whatever the size. */
  size: ({ size }) => Math.log(Math.max(size, 1)),
  sharpness: ({ sharpness }) => Math.log(sharpness + 1),
  /** How much darker, or brighter, than where light is no trouble. */
  darkness: ({ brightness }) => Math.max(0, 0.35 - brightness),
  glare: ({ brightness }) => Math.max(0, brightness - 0.65),
  /** To the one side or the other, as a share of 45 degrees. */
  turn: ({ pose }) => Math.abs(pose?.yaw ?? 0) / 45,
  shift: ({ landmarkShift = usualShift }) => landmarkShift,
  norm: ({ norm = 0 }) => norm,
  mirror: ({ mirrorDistance = 0 }) => mirrorDistance,
} as const satisfies Readonly<Record<string, (measures: Measures) => number>>;

export type Measures = Omit<Quality, 'score'>;

export type Weights = Readonly<Partial<Record<keyof typeof terms, number>>> & {
  readonly bias: number;
};

/** The median of upright faces, for those that nothing looked at twice. */
const usualShift = 0.03;

/**
 * Fitted on 851 faces of 210 people, a third of them shrunk, blurred, darkened or compressed, of View 1's training set
 * of Labeled Faces in the Wild and the training set of Celebrities in Frontal-Profile: the weights with which the
 * products of scores say best which of 1,323 pairs of one person are nearer than at a false-match rate of 1e-3. A sign
 * that contradicts what the measure is for is not allowed: such a term is left out.
 */
export const weights = {
  plain: {
    bias: 1.2146,
    sharpness: 0.2802,
    darkness: -5.8681,
    glare: -8.3431,
    turn: -1.7488,
    shift: -2.3717,
  },
  /** Where the descriptor's length says how sure the network is. */
  normed: {
    bias: -12.0261,
    size: 0.4693,
    sharpness: 0.158,
    glare: -6.4876,
    shift: -0.0592,
    norm: 3.8077,
  },
  /** Where its mirror image was looked at, too. */
  mirrored: {
    bias: -8.9717,
    size: 0.4402,
    sharpness: 0.26,
    glare: -7.091,
    shift: -0.1855,
    norm: 2.9579,
    mirror: -20.9438,
  },
} as const satisfies Readonly<Record<string, Weights>>;

/**
 * The descriptors whose lengths the weights are of. Others' lengths have another scale, or say nothing, as those of a
 * network that is compared by the Euclidean distance.
 */
const normedModel = /^arcface-mobilefacenet@[^/]*\/chip112$/;

/**
 * The chance that a face is no reason for two photos of a person not to match, from 0 to 1: that two faces match is
 * about as likely as the product of their scores.
 *
 * @param model the stamp of the first recognition model
 */
export function scoreOf(measures: Measures, model: string): number {
  const own: Weights = weights[kindOf(measures, model)];
  let sum = own.bias;
  for (const [name, measure] of Object.entries(terms)) {
    sum += (own[name as keyof typeof terms] ?? 0) * measure(measures);
  }
  return 1 / (1 + Math.exp(-sum));
}

function kindOf({ norm, mirrorDistance }: Measures, model: string): keyof typeof weights {
  if (norm === undefined || !normedModel.test(model)) return 'plain';
  return mirrorDistance === undefined ? 'normed' : 'mirrored';
}
