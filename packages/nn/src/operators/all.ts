import { basicOperators } from './basic.ts';
import { cast } from './cast.ts';
import { gather } from './gather.ts';
import type { OperatorTable } from './operator.ts';
import { globalLpPool, globalMaxPool, lpPool } from './pool2d.ts';
import { resize } from './resize.ts';
import { shape } from './shape.ts';
import { slice } from './slice.ts';
import { split } from './split.ts';
import { transpose } from './transpose.ts';

const others = {
  cast,
  gather,
  globalLpPool,
  globalMaxPool,
  lpPool,
  resize,
  shape,
  slice,
  split,
  transpose,
} as const satisfies OperatorTable;

/** Every operator there is. A bundle that passes fewer to `compile` stays smaller. */
export const allOperators = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.assign({}, basicOperators, others),
);

export type AllOperators = typeof allOperators;
