import { binaryMax, binaryMin, binaryMod, binaryPow, binaryRemainder } from '@facegpu/kernels';
import { binaryOperator } from './binary.ts';
import type { OperatorTable } from './operator.ts';

/**
 * `min(a, b)`, `max(a, b)`, `pow(a, b)`; `remainder(a, b)` with the sign of `a`, and `mod(a, b)` of whole
 * numbers with the sign of `b`: with broadcasting.
 */
export const arithmetic = {
  max: /* @__PURE__ */ binaryOperator(binaryMax, Math.max),
  min: /* @__PURE__ */ binaryOperator(binaryMin, Math.min),
  mod: /* @__PURE__ */ binaryOperator(binaryMod, (a, b) => a - b * Math.floor(a / b)),
  pow: /* @__PURE__ */ binaryOperator(binaryPow, (a, b) => (a === 1 ? 1 : a ** b)),
  remainder: /* @__PURE__ */ binaryOperator(binaryRemainder, (a, b) => a % b),
} as const satisfies OperatorTable;
