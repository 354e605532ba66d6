import {
  allocate,
  augment,
  type Device,
  encodeVariation,
  imageBlur,
  imageNoise,
  jpegBlocks,
  type Owner,
  owning,
  Recording,
  shapeMismatch,
  Tensor,
  uploadTensor,
  variationsSpec,
} from '@facegpu/kernels';
import type { Augmentation } from './augmentation.ts';

export interface AugmenterOptions {
  /** `[chips, side, side]`, u32: RGBA, a byte each; it has storage. */
  readonly chips: Tensor;
  /** Images of a batch, and their side, in pixels. */
  readonly batch: number;
  readonly size: number;
}

/**
 * Makes batches of varied images of chips on the GPU: geometry and colours, occluders and a lower resolution at
 * once, then blur, noise and JPEG's blocks. Allocates nothing once it is made.
 */
export class Augmenter {
  /** `[batch, size, size, 3]`, f32, nhwc4: R, G, B from 0 to 255. */
  readonly output: Tensor;
  /** What makes a batch; runs before whatever reads the output. */
  readonly recording: Recording;
  readonly #owner: Owner;
  readonly #upload: (augmentations: readonly Augmentation[]) => void;

  private constructor(
    owner: Owner,
    output: Tensor,
    recording: Recording,
    upload: (augmentations: readonly Augmentation[]) => void,
  ) {
    this.#owner = owner;
    this.output = output;
    this.recording = recording;
    this.#upload = upload;
  }

  /** @throws FaceGpuError `shape-mismatch`, `out-of-memory` */
  static create(device: Device, { chips, batch, size }: AugmenterOptions): Promise<Augmenter> {
    return owning(async (owner) => {
      const image = (label: string) =>
        new Tensor(label, { shape: [batch, size, size, 3], dtype: 'f32', layout: 'nhwc4' });
      const each = (label: string, dtype: 'f32' | 'u32') =>
        new Tensor(label, { shape: [batch], dtype, layout: 'dense' });
      const variations = new Tensor('variations', variationsSpec(batch));
      const [varied, blurred, noisy, output] = ['varied', 'blurred', 'noisy', 'augmented'].map(
        image,
      );
      const [blurs, noises, steps] = ['blurs', 'noises', 'jpeg steps'].map((label) =>
        each(label, 'f32'),
      );
      const seeds = each('noise seeds', 'u32');
      const dispatches = [
        ...augment({ chips, variations, output: varied }),
        ...imageBlur({ input: varied, deviations: blurs, output: blurred }),
        ...imageNoise({ input: blurred, deviations: noises, seeds, output: noisy }),
        ...jpegBlocks({ input: noisy, steps, output }),
      ];
      const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
      owner.keepBuffers(device, await allocate(device, 'augmenter', tensors));
      const recording = owner.keep(await Recording.create(device, 'augmenter', dispatches));
      const upload = (all: readonly Augmentation[]) => {
        const numbers = all.flatMap(({ variation }) => encodeVariation(variation));
        uploadTensor(device, variations, Float32Array.from(numbers));
        uploadTensor(
          device,
          blurs,
          Float32Array.from(all, ({ blur }) => blur),
        );
        uploadTensor(
          device,
          noises,
          Float32Array.from(all, ({ noise }) => noise),
        );
        uploadTensor(
          device,
          seeds,
          Uint32Array.from(all, ({ seed }) => seed),
        );
        uploadTensor(
          device,
          steps,
          Float32Array.from(all, ({ jpeg }) => jpeg),
        );
      };
      return new Augmenter(owner, output, recording, upload);
    });
  }

  /**
   * Says what the next run makes.
   *
   * @throws FaceGpuError `shape-mismatch` where they aren't as many as a batch has
   */
  set(augmentations: readonly Augmentation[]): void {
    const [batch] = this.output.shape;
    if (augmentations.length !== batch) {
      throw shapeMismatch(
        `${augmentations.length} augmentations for a batch of ${batch}`,
        'Give one for each image.',
      );
    }
    this.#upload(augmentations);
  }

  dispose(): void {
    this.#owner.dispose();
  }
}
