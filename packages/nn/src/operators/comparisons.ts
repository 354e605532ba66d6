import {
  binaryAnd,
  binaryEqual,
  binaryGreater,
  binaryGreaterOrEqual,
  binaryLess,
  binaryLessOrEqual,
  binaryOr,
  binaryXor,
} from '@facegpu/kernels';
import { binaryOperator } from './binary.ts';
import type { OperatorTable } from './operator.ts';

/** `equal(a, b)`, `less(a, b)` and the like of numbers, `and(a, b)` and the like of bool; all give bool. */
export const comparisons = {
  and: /* @__PURE__ */ binaryOperator(binaryAnd, (a, b) => a !== 0 && b !== 0),
  equal: /* @__PURE__ */ binaryOperator(binaryEqual, (a, b) => a === b),
  greater: /* @__PURE__ */ binaryOperator(binaryGreater, (a, b) => a > b),
  greaterOrEqual: /* @__PURE__ */ binaryOperator(binaryGreaterOrEqual, (a, b) => a >= b),
  less: /* @__PURE__ */ binaryOperator(binaryLess, (a, b) => a < b),
  lessOrEqual: /* @__PURE__ */ binaryOperator(binaryLessOrEqual, (a, b) => a <= b),
  or: /* @__PURE__ */ binaryOperator(binaryOr, (a, b) => a !== 0 || b !== 0),
  xor: /* @__PURE__ */ binaryOperator(binaryXor, (a, b) => (a !== 0) !== (b !== 0)),
} as const satisfies OperatorTable;
