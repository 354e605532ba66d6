import type { LandmarkDecoders } from './decoder.ts';
import { regression } from './regression.ts';

/** Every kind that comes with the library. */
export const landmarkDecoders: LandmarkDecoders = { regression };
