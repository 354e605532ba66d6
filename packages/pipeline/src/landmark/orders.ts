import { FaceGpuError } from '@facegpu/kernels';

/** What the landmarks of a network are, one after the other. */
export interface LandmarkOrder {
  readonly points: number;
}

/** Every order that comes with the library, by the names that model files have for them. */
export const landmarkOrders: Readonly<Record<string, LandmarkOrder>> = {
  /** The eyes' centres, the tip of the nose and the corners of the mouth, left before right in the picture. */
  five: { points: 5 },
  /** The 68 points of iBUG's 300-W (Sagonas et al. 2013). */
  ibug68: { points: 68 },
};

/**
 * The order that a model's setting `order` names.
 *
 * @param source names the model's file in errors
 * @throws FaceGpuError `bad-model`
 */
export function landmarkOrder(name: string, source: string): LandmarkOrder {
  if (Object.hasOwn(landmarkOrders, name)) return landmarkOrders[name];
  throw new FaceGpuError(
    'bad-model',
    `${source}: settings.order is "${name}"`,
    `There are ${Object.keys(landmarkOrders).join(', ')}.`,
  );
}
