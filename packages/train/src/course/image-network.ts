import type { ImageInput, Network } from '@facegpu/nn';
import type { Running } from '../networks/batch-norm.ts';
import { NetworkBuilder } from '../networks/network-builder.ts';

/** A network that looks at images, as a file has it and as a training has it; both have the same weights. */
export interface ImageNetwork {
  readonly input: ImageInput;
  /** For inference; its outputs are as `write` returned them. */
  readonly network: Network;
  /** For a training, whose outputs these are. */
  readonly training: Network;
  readonly outputs: readonly string[];
  /** See `batchNorm`. */
  readonly running: ReadonlyMap<string, string>;
}

/** RGB from −1 to 1, by this name: `[batch, height, width, 3]`. */
export function imageInput(name: string, sizes: ImageInput['sizes']): ImageInput {
  const each = (value: number) => [value, value, value];
  return { name, sizes, channels: 'rgb', mean: each(127.5), scale: each(1 / 127.5) };
}

/**
 * Writes a network of images down: twice, since batch-norms train and infer by different means.
 *
 * @param sizes of its images, see `ImageInput`
 * @param seed of the weights that are drawn
 * @param write of the name of the images, see `imageInput`, it makes outputs, and returns their names
 */
export function imageNetwork(
  sizes: ImageInput['sizes'],
  seed: number,
  write: (b: NetworkBuilder, image: string, running?: Running) => readonly string[],
): ImageNetwork {
  const running: Running = new Map();
  const input = imageInput('image', sizes);
  const built = (statistics?: Map<string, string>) => {
    const b = new NetworkBuilder(seed);
    const image = b.input(input.name, ['batch', 'height', 'width', 3]);
    const outputs = write(b, image, statistics);
    return { network: b.build(...outputs), outputs };
  };
  const { network: training, outputs } = built(running);
  return { input, network: built().network, training, outputs, running };
}
