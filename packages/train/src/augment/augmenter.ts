import {
  allocate,
  augment,
  type Device,
  encodeVariation,
  FaceGpuError,
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
import { type ChipSize, chipSide } from '../dataset/chip-spec.ts';
import type { Augmentation } from './augmentation.ts';

export interface AugmenterOptions {
  /**
   * `[chips, side, side, 4]`, RGBA: as many as memory holds, with what is around them. They stay in the program's
   * memory; those of a batch go to the GPU with it.
   */
  readonly chips: Uint8Array;
  /** The sides of images and chips. */
  readonly spec: ChipSize;
  /** Images of a batch. */
  readonly batch: number;
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
  static create(device: Device, { chips, spec, batch }: AugmenterOptions): Promise<Augmenter> {
    const { size } = spec;
    const side = chipSide(spec);
    const each = 4 * side ** 2;
    return owning(async (owner) => {
      const shown = new Tensor('chips', {
        shape: [batch, side, side],
        dtype: 'u32',
        layout: 'dense',
      });
      const image = (label: string) =>
        new Tensor(label, { shape: [batch, size, size, 3], dtype: 'f32', layout: 'nhwc4' });
      const numbers = (label: string, dtype: 'f32' | 'u32') =>
        new Tensor(label, { shape: [batch], dtype, layout: 'dense' });
      const variations = new Tensor('variations', variationsSpec(batch));
      const [varied, blurred, noisy, output] = ['varied', 'blurred', 'noisy', 'augmented'].map(
        image,
      );
      const [blurs, noises, steps] = ['blurs', 'noises', 'jpeg steps'].map((label) =>
        numbers(label, 'f32'),
      );
      const seeds = numbers('noise seeds', 'u32');
      const dispatches = [
        ...augment({ chips: shown, variations, output: varied }),
        ...imageBlur({ input: varied, deviations: blurs, output: blurred }),
        ...imageNoise({ input: blurred, deviations: noises, seeds, output: noisy }),
        ...jpegBlocks({ input: noisy, steps, output }),
      ];
      const tensors = dispatches.flatMap((dispatch) => [...dispatch.tensors.values()]);
      owner.keepBuffers(device, await allocate(device, 'augmenter', tensors));
      const recording = owner.keep(await Recording.create(device, 'augmenter', dispatches));
      const pixels = new Uint8Array(batch * each);
      const words = new Uint32Array(pixels.buffer);
      const upload = (all: readonly Augmentation[]) => {
        for (const [place, { variation }] of all.entries()) {
          pixels.set(chipOf(chips, variation.chip, each), place * each);
        }
        uploadTensor(device, shown, words);
        const encoded = all.flatMap(({ variation }, place) => {
          return encodeVariation({ ...variation, chip: place });
        });
        uploadTensor(device, variations, Float32Array.from(encoded));
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
   * @throws FaceGpuError `shape-mismatch` where they aren't as many as a batch has; `bad-argument` where one is of a
   * chip that isn't there
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

function chipOf(chips: Uint8Array, number: number, each: number): Uint8Array {
  const chip = chips.subarray(number * each, (number + 1) * each);
  if (number >= 0 && chip.length === each) return chip;
  throw new FaceGpuError(
    'bad-argument',
    `an image of chip ${number}, and there are ${chips.length / each}`,
    'Chips are numbered from 0 on.',
  );
}
