import { foldAffine } from './fold-affine.ts';
import { foldPadding } from './fold-padding.ts';
import { fuseActivation } from './fuse-activation.ts';
import { fuseInputActivation } from './fuse-input-activation.ts';
import { fuseResidual } from './fuse-residual.ts';
import type { Pass } from './pass.ts';

/**
 * What makes an inference fast, in the order in which each prepares the next: a residual can only be
 * added before the activation, and both only after the bias. What no producer could take goes to the
 * readers.
 */
export const defaultPasses: readonly Pass[] = [
  foldPadding,
  foldAffine,
  fuseResidual,
  fuseActivation,
  fuseInputActivation,
];
