import { convTranspose2d } from './conv-transpose2d.ts';
import { depthToSpace, spaceToDepth } from './depth-to-space.ts';
import { gridSample } from './grid-sample.ts';
import { groupNorm, instanceNorm } from './group-norm.ts';
import { layerNorm } from './layer-norm.ts';
import { lrn } from './lrn.ts';
import { matmul } from './matmul.ts';
import type { OperatorTable } from './operator.ts';
import { globalLpPool, globalMaxPool, lpPool } from './rare-pools.ts';
import { resize } from './resize.ts';

/** Operators on images, normalisations and products of matrices that are rarer than the basic ones. */
export const spatialOperators = {
  convTranspose2d,
  depthToSpace,
  globalLpPool,
  globalMaxPool,
  gridSample,
  groupNorm,
  instanceNorm,
  layerNorm,
  lpPool,
  lrn,
  matmul,
  resize,
  spaceToDepth,
} as const satisfies OperatorTable;
