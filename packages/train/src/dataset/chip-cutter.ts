import {
  type Affine,
  allocate,
  cropTensor,
  type Device,
  decodeCrop,
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
import { type Photo, PhotoBuffer, Queue } from '@facegpu/pipeline/photos';
import { type ChipSpec, chipSide, requireChipSpec } from './chip-spec.ts';

/** A chip, and where it was cut. */
export interface CutChip extends ChipImage {
  /** From its pixels to those of the photo as it was before it was reduced. */
  readonly map: Affine;
}

/** Cuts chips out of photos, exactly as recognition cuts what its network sees. */
export class ChipCutter {
  readonly #cut: (photo: Photo, landmarks: readonly Point[]) => Promise<CutChip>;
  readonly #owner: Owner;
  /** One chip at a time. */
  readonly #turns = new Queue();

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
  cut(photo: Photo, landmarks: readonly Point[]): Promise<CutChip> {
    return this.#turns.add(() => this.#cut(photo, landmarks));
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
  const photo = owner.keep(await PhotoBuffer.create(device));
  const points = new Tensor('landmarks', {
    shape: [1, template.length, 2],
    dtype: 'f32',
    layout: 'dense',
  });
  const crops = cropTensor('chip crop', 1);
  const output = new Tensor('chip', { shape: [1, side, side, 3], dtype: 'f32', layout: 'nhwc4' });
  const fit = similarity({ points, template, crops, photo });
  const warped = warp({ photo: photo.tensor, crops, output, settings: settingsOf(photo) });
  const tensors = [fit, warped].flatMap((dispatch) => [...dispatch.tensors.values()]);
  owner.keepBuffers(device, await allocate(device, 'chips', tensors));
  const recording = owner.keep(await Recording.create(device, 'chips', [fit, warped]));
  const readback = owner.keep(await Readback.create(device, 'chips', [output, crops]));

  return async (decoded, landmarks) => {
    if (await photo.upload(decoded)) recording.rebind();
    const { width, height, originalWidth, originalHeight } = decoded;
    const [scaleX, scaleY] = [width / originalWidth, height / originalHeight];
    const places = landmarks.flatMap(([x, y]) => [x * scaleX, y * scaleY]);
    await device.guard('cutting a chip', () => {
      uploadTensor(device, points, Float32Array.from(places));
      recording.setParams(fit, similarityParams(photo));
      recording.setParams(warped, warpParams(settingsOf(photo)));
      recording.run(readback);
    });
    await readback.fetch();
    const values = readback.values(output);
    const chip = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let i = 0; i < side * side; i++) {
      for (let c = 0; c < 3; c++) chip[i * 4 + c] = values[i * 3 + c];
    }
    const { x, y } = decodeCrop(readback.values(crops)).map;
    const over = (row: Affine['x'], scale: number): Affine['x'] => {
      return [row[0] / scale, row[1] / scale, row[2] / scale];
    };
    const map = { x: over(x, scaleX), y: over(y, scaleY) };
    return { width: side, height: side, data: chip, map };
  };
}

/** Colours as they are, bytes from 0 to 255. */
function settingsOf(photo: PhotoBuffer): WarpSettings {
  return {
    photo,
    floatPixels: photo.floats,
    averaging: true,
    channels: 'rgb',
    mean: [0, 0, 0],
    scale: [1, 1, 1],
  };
}
