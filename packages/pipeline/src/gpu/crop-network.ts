import {
  allocate,
  cropTensor,
  type Device,
  owning,
  type RealType,
  Recording,
  type Tensor,
  uploadRows,
  type WarpSettings,
  warp,
  warpParams,
} from '@facegpu/kernels';
import { compile, type InputRecipe, type Model, type OperatorTable, type Plan } from '@facegpu/nn';
import { blameModel } from '../models/blame-model.ts';
import type { PhotoBuffer } from './photo-buffer.ts';
import type { PhotoWork } from './stage.ts';

export interface CropNetworkOptions {
  readonly photo: PhotoBuffer;
  readonly operators: OperatorTable;
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
  readonly recipe: InputRecipe;
  /** Where the crops are cut, `[capacity, 16]`; written before each run, by whoever decides. */
  readonly crops: Tensor;
  /** What the network looks at: normalised crops. */
  readonly input: Tensor;
  /** The first of the recordings: cuts the crops, and runs nothing. */
  readonly cutting: Recording;
  /** Writes crops from the first on, where the processor decides on them. */
  writeCrops(numbers: readonly number[]): void;
}

export async function createCropNetwork(
  device: Device,
  model: Model,
  options: CropNetworkOptions,
): Promise<CropNetwork> {
  const { photo, operators, capacity, live, precision, averaging } = options;
  const { name, input: recipe } = model.metadata;
  const dimensions = { batch: capacity, size: recipe.size };
  return owning(async (owner) => {
    const compiled = blameModel(model, () =>
      compile(model, device, { operators, dimensions, precision, ...(live && { live }) }),
    );
    const plan = owner.keep(await compiled);
    const input = plan.input(recipe.name);
    const crops = cropTensor(`${name} crops`, capacity);
    owner.keepBuffers(device, await allocate(device, name, [crops]));
    const settings = () => settingsOf(recipe, photo, averaging);
    const cut = await blameModel(model, () =>
      warp({ photo: photo.tensor, crops, output: input, live, settings: settings() }),
    );
    const cutting = owner.keep(await Recording.create(device, `${name} warp`, [cut]));
    return {
      plan,
      recipe,
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

function settingsOf(
  { mean, scale }: InputRecipe,
  photo: PhotoBuffer,
  averaging: boolean,
): WarpSettings {
  return { photo, floatPixels: photo.floats, averaging, mean, scale };
}
