import {
  allocate,
  cropTensor,
  type Device,
  FaceGpuError,
  owning,
  type RealType,
  Recording,
  type Size,
  type Tensor,
  uploadRows,
  type WarpSettings,
  warp,
  warpParams,
} from '@facegpu/kernels';
import {
  compile,
  type ImageInput,
  type ImageSize,
  imageDimensions,
  type Model,
  mainSize,
  type OperatorTable,
  type Plan,
} from '@facegpu/nn';
import { blameModel } from '../models/blame-model.ts';
import { withChannelsLast } from './channels-last.ts';
import type { PhotoBuffer } from './photo-buffer.ts';
import type { PhotoWork } from './stage.ts';

export interface CropNetworkOptions {
  readonly photo: PhotoBuffer;
  readonly operators: OperatorTable;
  /** Of the crops; the main one of those that the model says where left out. */
  readonly size?: ImageSize | undefined;
  /** The most crops of a run. */
  readonly capacity: number;
  /** One u32: how many crops hold something. All where left out. */
  readonly live?: Tensor | undefined;
  readonly precision: RealType;
  /** Whether crops that shrink the photo are averaged. */
  readonly averaging: boolean;
}

/** A network that looks at crops of the photo: cuts and normalises them, then runs. */
export interface CropNetwork extends PhotoWork {
  readonly plan: Plan;
  readonly image: ImageInput;
  /** Of the crops. */
  readonly size: Size;
  /** Where the crops are cut, `[capacity, 16]`; written before each run, by whoever decides. */
  readonly crops: Tensor;
  /** What the network looks at: normalised crops. */
  readonly input: Tensor;
  /** The first of the recordings: cuts the crops, and runs nothing. */
  readonly cutting: Recording;
  /** Writes crops from the first on, where the processor decides on them. */
  writeCrops(numbers: readonly number[]): void;
}

/** @param image what the model says of the input that takes the crops */
export async function createCropNetwork(
  device: Device,
  model: Model,
  image: ImageInput,
  options: CropNetworkOptions,
): Promise<CropNetwork> {
  const { photo, operators, capacity, live, precision, averaging } = options;
  const { name, graph } = model.metadata;
  const [height, width] = options.size ?? mainSize(image);
  const dimensions = imageDimensions(graph, image, capacity, [height, width], model.source);
  const isFirst = image.layout === 'nchw';
  const seen = isFirst ? withChannelsLast(model.network(), image.name) : model;
  return owning(async (owner) => {
    const compiled = blameModel(model, () =>
      compile(seen, device, {
        operators,
        dimensions,
        precision,
        imageLayout: 'nhwc4',
        ...(live && { live }),
      }),
    );
    const plan = owner.keep(await compiled);
    const input = plan.input(image.name);
    const crops = cropTensor(`${name} crops`, capacity);
    owner.keepBuffers(device, await allocate(device, name, [crops]));
    const settings = () => settingsOf(image, photo, averaging);
    const cut = await blameModel(model, () =>
      warp({ photo: photo.tensor, crops, output: input, live, settings: settings() }),
    );
    const cutting = owner.keep(await Recording.create(device, `${name} warp`, [cut]));
    return {
      plan,
      image,
      size: { width, height },
      crops,
      input,
      cutting,
      recordings: [cutting, plan.recording],
      setPhoto: () => cutting.setParams(cut, warpParams(settings())),
      rebind: () => cutting.rebind(),
      writeCrops: (numbers) => uploadRows(device, crops, Float32Array.from(numbers)),
      dispose: () => owner.dispose(),
    };
  });
}

/**
 * Side of the crops of a network that looks at aligned squares, in pixels.
 *
 * @throws FaceGpuError `bad-model`
 */
export function squareSide({ size }: Pick<CropNetwork, 'size'>, { source }: Model): number {
  const { width, height } = size;
  if (width === height) return width;
  throw new FaceGpuError(
    'bad-model',
    `${source} looks at crops of ${width}×${height} pixels`,
    'Faces are cut out as squares: use a model whose input is one.',
  );
}

function settingsOf(
  { channels, mean, scale }: ImageInput,
  photo: PhotoBuffer,
  averaging: boolean,
): WarpSettings {
  return { photo, floatPixels: photo.floats, averaging, channels, mean, scale };
}
