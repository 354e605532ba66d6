import { type Constant, Model, storeNetwork, toConstant } from '@facegpu/nn';
import type { TrainingState } from '../step/training-step.ts';
import type { ImageNetwork } from './image-network.ts';

/** What a file says of its network. */
export interface NetworkNotes {
  readonly name: string;
  readonly task: 'detector' | 'landmarker' | 'recognizer';
  readonly description: string;
  /** Under which terms it is used, and where it comes from: see {@link fromNothing}. */
  readonly licence: string;
  readonly origin: string;
  /** As the pipeline wants them for the task. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Terms and origin of weights that training has made from nothing. */
export const fromNothing = {
  licence: 'unstated: that of whoever trained it, and of the photos',
  origin: 'trained with FaceGPU from weights that were drawn at random',
} as const;

/**
 * The bytes of a model file.
 *
 * @param weights those that training has changed, by name; the others are as they were
 */
export function serializeNetwork(
  { network, input }: Pick<ImageNetwork, 'network' | 'input'>,
  weights: TrainingState['values'],
  notes: NetworkNotes,
): Uint8Array<ArrayBuffer> {
  const constants = new Map<string, Constant>();
  for (const [weight, constant] of network.constants) {
    const trained = weights.get(weight);
    constants.set(weight, trained ? toConstant(constant.shape, trained) : constant);
  }
  const { tensors, ...stored } = storeNetwork({ graph: network.graph, constants });
  return Model.serialize({ ...stored, ...notes, input }, tensors);
}
