import { cancelMoves } from './cancel-moves.ts';
import { foldAffine } from './fold-affine.ts';
import { foldConstants } from './fold-constants.ts';
import { foldPadding } from './fold-padding.ts';
import { fuseActivation } from './fuse-activation.ts';
import { fuseInputActivation } from './fuse-input-activation.ts';
import { fuseResidual } from './fuse-residual.ts';
import { fuseSlopes } from './fuse-slopes.ts';
import type { Pass } from './pass.ts';
import { removeDeadCode } from './remove-dead-code.ts';

/**
 * What makes an inference fast, in the order in which each prepares the next: weights are known once
 * they are folded, and what isn't read any more stands in nobody's way. A residual can only be
 * added before slopes and activation, and all only after the bias. What no producer could take goes to the
 * readers.
 */
export const defaultPasses: readonly Pass[] = [
  foldConstants,
  cancelMoves,
  removeDeadCode,
  foldPadding,
  foldAffine,
  fuseResidual,
  fuseSlopes,
  fuseActivation,
  fuseInputActivation,
];
