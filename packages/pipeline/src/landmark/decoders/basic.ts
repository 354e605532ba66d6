import type { LandmarkDecoders } from './decoder.ts';
import { regression } from './regression.ts';

/** The kinds of the default landmarkers. */
export const basicLandmarkDecoders: LandmarkDecoders = { regression };
