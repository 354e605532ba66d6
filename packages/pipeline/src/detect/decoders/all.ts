import { basicDecoders } from './basic.ts';
import { blobs } from './blobs.ts';
import type { BoxDecoders } from './decoder.ts';
import { heatmap } from './heatmap.ts';
import { retinaface } from './retinaface.ts';
import { scrfd } from './scrfd.ts';
import { ultraface } from './ultraface.ts';
import { yunet } from './yunet.ts';

/** Every kind that comes with the library. */
export const allDecoders: BoxDecoders = {
  ...basicDecoders,
  blobs,
  heatmap,
  retinaface,
  scrfd,
  ultraface,
  yunet,
};
