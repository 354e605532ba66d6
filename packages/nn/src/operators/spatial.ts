import { convTranspose2d } from './conv-transpose2d.ts';
import type { OperatorTable } from './operator.ts';
import { globalLpPool, globalMaxPool, lpPool } from './pool2d.ts';
import { resize } from './resize.ts';

/** Operators that look at neighbours, beside those of {@link basicOperators}. */
export const spatialOperators = {
  convTranspose2d,
  globalLpPool,
  globalMaxPool,
  lpPool,
  resize,
} as const satisfies OperatorTable;
