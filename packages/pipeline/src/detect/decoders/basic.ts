import { part } from '../../async/part.ts';
import type { BoxDecoders } from './decoder.ts';
import { ssd } from './ssd.ts';

/** The kinds of the default detectors. */
export const basicDecoders: BoxDecoders = {
  ssd,
  // That of the smaller one is loaded with it.
  async yolo(decode, source) {
    const { yolo } = await part(() => import('./yolo.ts'));
    return yolo(decode, source);
  },
};
