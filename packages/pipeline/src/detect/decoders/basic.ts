import type { BoxDecoders } from './decoder.ts';
import { ssd } from './ssd.ts';
import { yolo } from './yolo.ts';

/** The kinds of the default detectors. */
export const basicDecoders: BoxDecoders = { ssd, yolo };
