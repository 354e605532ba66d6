import { type Device, owning, type Tensor } from '@facegpu/kernels';
import type { ImageInput, Model } from '@facegpu/nn';
import { createAligner } from '../align/aligner.ts';
import { templateOf } from '../align/template.ts';
import type { Batch } from '../gpu/batch.ts';
import {
  type CropNetwork,
  type CropNetworkOptions,
  createCropNetwork,
  squareSide,
} from '../gpu/crop-network.ts';
import { type PhotoWork, type Stage, together } from '../gpu/stage.ts';
import { descriptionOf } from '../models/description.ts';
import type { Expression, Gender } from './labels.ts';

/** What the attribute networks say of a face. */
export interface Attributes {
  readonly expressions: Readonly<Record<Expression, number>>;
  /** Years. */
  readonly age: number;
  readonly gender: Gender;
  readonly genderProbability: number;
}

export interface AttributeModels {
  readonly expression: Model;
  readonly ageGender: Model;
}

/** The networks that guess expression, age and gender, each with crops of its own. */
export interface AttributeNetworks {
  readonly networks: readonly CropNetwork[];
  /** What has to be read back. */
  readonly outputs: readonly Tensor[];
  /**
   * The attributes of a face.
   *
   * @throws FaceGpuError `bad-model` where a number is not finite
   */
  read(batch: Batch, face: number): { readonly attributes: Attributes };
  dispose(): void;
}

export function createAttributeNetworks(
  device: Device,
  models: AttributeModels,
  options: CropNetworkOptions,
): Promise<AttributeNetworks> {
  return owning(async (owner) => {
    const ofExpression = descriptionOf(models.expression, 'expression');
    const ofAgeGender = descriptionOf(models.ageGender, 'ageGender');
    const create = async (model: Model, { input }: { readonly input: ImageInput }) =>
      owner.keep(await createCropNetwork(device, model, input, options));
    const expression = await create(models.expression, ofExpression);
    const ageGender = await create(models.ageGender, ofAgeGender);
    const probabilities = expression.plan.output(ofExpression.output);
    const ages = ageGender.plan.output(ofAgeGender.age);
    const genders = ageGender.plan.output(ofAgeGender.gender);
    return {
      networks: [expression, ageGender],
      outputs: [probabilities, ages, genders],
      read(batch, face) {
        const probability = batch.finiteRow(
          probabilities,
          face,
          'an expression',
          models.expression,
        );
        const [age] = batch.finiteRow(ages, face, 'an age', models.ageGender);
        const gender = batch.finiteRow(genders, face, 'a gender', models.ageGender);
        const likelier = gender[0] > gender[1] ? 0 : 1;
        return {
          attributes: {
            // The labels of a file are all of them.
            expressions: Object.fromEntries(
              ofExpression.labels.map((label, i) => [label, probability[i]]),
            ) as Attributes['expressions'],
            age,
            gender: ofAgeGender.labels[likelier],
            genderProbability: gender[likelier],
          },
        };
      },
      dispose: () => owner.dispose(),
    };
  });
}

export interface AttributeStageOptions extends CropNetworkOptions {
  /** `[capacity, landmarks, 2]`, in pixels of the photo. */
  readonly landmarks: Tensor;
  /** What they are: a name of `landmark/orders.ts`. */
  readonly order: string;
  readonly live: Tensor;
}

/** The same networks on faces that are aligned by their landmarks first. */
export function createAttributeStage(
  device: Device,
  models: AttributeModels,
  options: AttributeStageOptions,
): Promise<Stage> {
  const { photo, landmarks, order, live } = options;
  return owning(async (owner) => {
    const { expression, ageGender } = models;
    const shown = [
      { model: expression, ...descriptionOf(expression, 'expression') },
      { model: ageGender, ...descriptionOf(ageGender, 'ageGender') },
    ];
    const attributes = owner.keep(await createAttributeNetworks(device, models, options));
    const aligners: PhotoWork[] = [];
    for (const [i, network] of attributes.networks.entries()) {
      const { model, alignment } = shown[i];
      const { crops } = network;
      const template = templateOf(alignment, order, squareSide(network, model));
      const aligned = createAligner(device, { photo, landmarks, template, crops, live });
      aligners.push(owner.keep(await aligned));
    }
    const parts = [...aligners, ...attributes.networks];
    return {
      ...together(parts),
      name: 'attributes',
      inputs: [landmarks, live],
      outputs: attributes.outputs,
      results: attributes.outputs,
      recordings: parts.flatMap(({ recordings }) => recordings),
      read: attributes.read,
      dispose: () => owner.dispose(),
    };
  });
}
