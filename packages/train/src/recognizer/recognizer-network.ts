import type { Network } from '@facegpu/nn';
import { NetworkBuilder } from '../networks/network-builder.ts';

/** What makes descriptors of chips: the architecture, whose weights are drawn from a seed. */
export interface RecognizerArchitecture {
  /** Side of a chip, in pixels. */
  readonly side: number;
  /** Numbers of a descriptor. */
  readonly dimensions: number;
  /**
   * Writes the network down.
   *
   * @param image the name of the chips, `[batch, side, side, 3]`, RGB from −1 to 1
   * @returns the name of the descriptors, `[batch, dimensions]`, each of length 1
   */
  write(b: NetworkBuilder, image: string): string;
}

/** The name of the chips in a recogniser's graph. */
export const image = 'image';

/** Begins a recogniser: its graph up to the descriptors, to which a loss may be added. */
export function beginRecognizer(
  { side, write }: RecognizerArchitecture,
  seed: number,
): { readonly builder: NetworkBuilder; readonly descriptors: string } {
  const builder = new NetworkBuilder(seed);
  const chips = builder.input(image, ['batch', side, side, 3]);
  return { builder, descriptors: write(builder, chips) };
}

/** A recogniser with the weights that it begins with. Its output is the descriptors. */
export function recognizerNetwork(architecture: RecognizerArchitecture, seed: number): Network {
  const { builder, descriptors } = beginRecognizer(architecture, seed);
  return builder.build(descriptors);
}
