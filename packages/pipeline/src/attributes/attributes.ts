import { type Device, type Owner, owning, type Readback, type Tensor } from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { alignmentOf, templateOf } from '../align/template.ts';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
} from '../gpu/crop-network.ts';
import type { Stage } from '../gpu/stage.ts';
import { ModelSettings } from '../models/settings.ts';

/** What the attribute networks say of a face. */
export interface Attributes {
  readonly expressions: Readonly<Record<string, number>>;
  /** Years. */
  readonly age: number;
  readonly gender: string;
  readonly genderProbability: number;
}

export interface AttributeModels {
  readonly expression: Model;
  readonly ageGender: Model;
}

/** The networks that guess expression, age and gender, each with crops of its own. */
export interface AttributeNetworks {
  readonly networks: readonly CropNetwork[];
  /** What has to be read back for `decode`. */
  readonly outputs: readonly Tensor[];
  /** The attributes of a face, from what was read back of the outputs. */
  decode(readback: Readback, face: number): Attributes;
  dispose(): void;
}

export function createAttributeNetworks(
  device: Device,
  models: AttributeModels,
  options: CropNetworkOptions,
): Promise<AttributeNetworks> {
  return owning((owner) => createNetworks(owner, device, models, options));
}

async function createNetworks(
  owner: Owner,
  device: Device,
  models: AttributeModels,
  options: CropNetworkOptions,
): Promise<AttributeNetworks> {
  const expression = owner.keep(await createCropNetwork(device, models.expression, options));
  const ageGender = owner.keep(await createCropNetwork(device, models.ageGender, options));
  const { expressionSettings, ageGenderSettings } = settingsOf(models);
  const expressionLabels = expressionSettings.texts('labels');
  const genderLabels = ageGenderSettings.texts('labels');
  const probabilities = expression.plan.output(expressionSettings.text('output'));
  const ages = ageGender.plan.output(ageGenderSettings.text('age'));
  const genders = ageGender.plan.output(ageGenderSettings.text('gender'));
  return {
    networks: [expression, ageGender],
    outputs: [probabilities, ages, genders],
    decode(readback, face) {
      const row = (tensor: Tensor) => {
        const size = tensor.shape[1];
        return readback.values(tensor).subarray(face * size, (face + 1) * size);
      };
      const probability = row(probabilities);
      const gender = row(genders);
      const likelier = gender[0] > gender[1] ? 0 : 1;
      return {
        expressions: Object.fromEntries(
          expressionLabels.map((label, i) => [label, probability[i]]),
        ),
        age: row(ages)[0],
        gender: genderLabels[likelier],
        genderProbability: gender[likelier],
      };
    },
    dispose: () => owner.dispose(),
  };
}

export interface AttributeStageOptions extends CropNetworkOptions {
  readonly landmarks: Tensor;
  readonly live: Tensor;
}

/** The same networks on faces that are aligned by their landmarks first. */
export async function createAttributeStage(
  device: Device,
  models: AttributeModels,
  options: AttributeStageOptions,
): Promise<AttributeNetworks & Stage> {
  const { photo, landmarks, live } = options;
  const { expressionSettings, ageGenderSettings } = settingsOf(models);
  const alignments = [alignmentOf(expressionSettings), alignmentOf(ageGenderSettings)];
  return owning(async (owner) => {
    const attributes = owner.keep(await createAttributeNetworks(device, models, options));
    const aligners: Stage[] = [];
    for (const [i, { recipe, crops }] of attributes.networks.entries()) {
      const template = templateOf(alignments[i], landmarks.shape[1], recipe.size);
      const aligned = createAligner(device, { photo, landmarks, template, crops, live });
      aligners.push(owner.keep(await aligned));
    }
    const stages: readonly Stage[] = [...aligners, ...attributes.networks];
    return {
      ...attributes,
      recordings: stages.flatMap(({ recordings }) => recordings),
      setPhoto(rebind) {
        for (const stage of stages) stage.setPhoto(rebind);
      },
      dispose: () => owner.dispose(),
    };
  });
}

function settingsOf({ expression, ageGender }: AttributeModels) {
  return {
    expressionSettings: ModelSettings.of(expression, 'an expression model'),
    ageGenderSettings: ModelSettings.of(ageGender, 'an age and gender model'),
  };
}
