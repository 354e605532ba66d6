import type { Device } from '@facegpu/kernels';
import type { PhotoWork } from '../gpu/stage.ts';
import { createFrontalCutter, type FrontalOptions } from './frontal/frontal-cutter.ts';

/** The ways to cut chips besides the similarity transform: what the option `alignment` may need. */
export interface Alignments {
  readonly frontal: (device: Device, options: FrontalOptions) => Promise<PhotoWork>;
}

/** All of them. Pages load them only where they import this. */
export const alignments: Alignments = { frontal: createFrontalCutter };
