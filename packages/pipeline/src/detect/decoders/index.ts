import type { BoxDecoders } from './decoder.ts';
import { ssd } from './ssd.ts';
import { yolo } from './yolo.ts';

/** Every kind that comes with the library. */
export const allDecoders: BoxDecoders = { ssd, yolo };
