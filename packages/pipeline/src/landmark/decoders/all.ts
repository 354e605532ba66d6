import { basicLandmarkDecoders } from './basic.ts';
import type { LandmarkDecoders } from './decoder.ts';
import { heatmap } from './heatmap.ts';

/** Every kind that comes with the library. */
export const allLandmarkDecoders: LandmarkDecoders = { ...basicLandmarkDecoders, heatmap };
