import {
  allocate,
  cropTensor,
  type Device,
  type Owner,
  owning,
  Readback,
  Recording,
  similarity,
  similarityParams,
  Tensor,
  uploadTensor,
  type WarpSettings,
  warp,
  warpParams,
} from '@facegpu/kernels';
import { type ChipImage, type Point, templateOf } from '@facegpu/pipeline';
import type { Photo } from '@facegpu/pipeline/command-line';
import { type ChipSpec, chipSide, requireChipSpec } from './chip-spec.ts';

/** Bytes that a photo's buffer has to begin with: those of a small photo. */
const firstSize = 4 * 256 * 256;

/** Cuts chips out of photos, exactly as recognition cuts what its network sees. */
export class ChipCutter {
  readonly #cut: (photo: Photo, landmarks: readonly Point[]) => Promise<ChipImage>;
  readonly #owner: Owner;
  /** One chip at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(owner: Owner, cut: ChipCutter['cut']) {
    this.#owner = owner;
    this.#cut = cut;
  }

  /**
   * @param order of the landmarks: `pipeline.info.landmarkOrder`
   * @throws FaceGpuError `bad-argument`, `out-of-memory`; `bad-model` where the landmarks don't hold the
   * template
   */
  static create(device: Device, spec: ChipSpec, order: string): Promise<ChipCutter> {
    requireChipSpec(spec);
    return owning(
      async (owner) => new ChipCutter(owner, await prepare(owner, device, spec, order)),
    );
  }

  /**
   * @param landmarks in pixels of the photo as it was before it was reduced
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  cut(photo: Photo, landmarks: readonly Point[]): Promise<ChipImage> {
    const chip = this.#turn.then(() => this.#cut(photo, landmarks));
    this.#turn = chip.catch(() => {});
    return chip;
  }

  dispose(): void {
    this.#owner.dispose();
  }
}

async function prepare(
  owner: Owner,
  device: Device,
  spec: ChipSpec,
  order: string,
): Promise<ChipCutter['cut']> {
  const side = chipSide(spec);
  const { margin } = spec;
  const template = templateOf(spec.alignment, order, spec.size).map(({ x, y, weight }) => {
    return { x: x + margin, y: y + margin, weight };
  });
  const photo = new Tensor('photo', { shape: [], dtype: 'u32', layout: 'dense' });
  const points = new Tensor('landmarks', {
    shape: [1, template.length, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  const crops = cropTensor('chip crop', 1);
  const output = new Tensor('chip', { shape: [1, side, side, 3], dtype: 'f32', layout: 'nhwc4' });
  const nothing = { width: 1, height: 1 };
  const fit = similarity({ points, template, crops, photo: nothing });
  const warped = warp({ photo, crops, output, settings: settingsOf(nothing) });
  const [buffer] = await device.createBuffers([{ label: 'photo', size: firstSize }]);
  photo.storage = { buffer, offset: 0, size: firstSize };
  owner.keep({ dispose: () => photo.storage && device.freeBuffer(photo.storage.buffer) });
  const tensors = [fit, warped].flatMap((dispatch) => [...dispatch.tensors.values()]);
  owner.keepBuffers(device, await allocate(device, 'chips', tensors));
  const recording = owner.keep(await Recording.create(device, 'chips', [fit, warped]));
  const readback = owner.keep(await Readback.create(device, 'chips', [output]));

  /** Makes room for a photo: the buffer only ever grows. */
  const makeRoom = async (size: number) => {
    const { storage } = photo;
    if (storage && storage.size >= size) return;
    const [larger] = await device.createBuffers([{ label: 'photo', size }]);
    if (storage) device.freeBuffer(storage.buffer);
    photo.storage = { buffer: larger, offset: 0, size };
    recording.rebind();
  };

  return async ({ data, width, height, originalWidth, originalHeight }, landmarks) => {
    await makeRoom(data.byteLength);
    const [scaleX, scaleY] = [width / originalWidth, height / originalHeight];
    const places = landmarks.flatMap(([x, y]) => [x * scaleX, y * scaleY]);
    await device.guard('cutting a chip', () => {
      if (photo.storage) device.gpu.queue.writeBuffer(photo.storage.buffer, 0, data);
      uploadTensor(device, points, Float32Array.from(places));
      recording.setParams(fit, similarityParams({ width, height }));
      recording.setParams(warped, warpParams(settingsOf({ width, height })));
      recording.run(readback);
    });
    await readback.fetch();
    const values = readback.values(output);
    const chip = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let i = 0; i < side * side; i++) {
      for (let c = 0; c < 3; c++) chip[i * 4 + c] = values[i * 3 + c];
    }
    return { width: side, height: side, data: chip };
  };
}

/** Colours as they are, bytes from 0 to 255. */
function settingsOf(photo: { readonly width: number; readonly height: number }): WarpSettings {
  return {
    photo,
    floatPixels: false,
    averaging: true,
    channels: 'rgb',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  };
}
