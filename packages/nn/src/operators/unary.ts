import { type UnaryName, unaryDType, unary as unaryKernel } from '@facegpu/kernels';
import type { Node } from '../ir/graph.ts';
import { bounds } from './activation.ts';
import { type AttributeSchema, type AttributesOf, optional, readAttributes } from './attributes.ts';
import { flag, oneOf, real } from './kinds.ts';
import { defineOperator, type Operator } from './operator.ts';
import { requireInput, requireTensor } from './require.ts';
import { unaryValues } from './unary-values.ts';

/** A function of one element with its parameters, as the kernel `unary` takes it. */
export interface UnaryCall {
  readonly op: UnaryName;
  readonly alpha?: number;
  readonly beta?: number;
}

/** What a node says, and which function it means. */
interface UnaryRow<Schema extends AttributeSchema = AttributeSchema> {
  readonly attributes: Schema;
  callOf(attributes: AttributesOf<Schema>): UnaryCall;
}

const rows = {
  abs: plain('abs'),
  acos: plain('acos'),
  asin: plain('asin'),
  atan: plain('atan'),
  ceil: plain('ceil'),
  celu: operation({ alpha: optional(real, 1) }, ({ alpha }) => ({ op: 'celu', alpha })),
  clip: operation(bounds, ({ low, high }) => {
    return { op: 'clip', alpha: low ?? -Infinity, beta: high ?? Infinity };
  }),
  cos: plain('cos'),
  cosh: plain('cosh'),
  elu: operation({ alpha: optional(real, 1) }, ({ alpha }) => ({ op: 'elu', alpha })),
  erf: plain('erf'),
  exp: plain('exp'),
  floor: plain('floor'),
  gelu: operation(
    { approximation: optional(oneOf('none', 'tanh'), 'none') },
    ({ approximation }) => ({ op: approximation === 'tanh' ? 'geluTanh' : 'gelu' }),
  ),
  hardSigmoid: operation(
    { alpha: optional(real, 0.2), beta: optional(real, 0.5) },
    ({ alpha, beta }) => ({ op: 'hardSigmoid', alpha, beta }),
  ),
  isInf: operation(
    { positive: optional(flag, true), negative: optional(flag, true) },
    ({ positive, negative }) => ({ op: 'isInf', alpha: Number(positive), beta: Number(negative) }),
  ),
  isNan: plain('isNan'),
  log: plain('log'),
  mish: plain('mish'),
  neg: plain('neg'),
  not: plain('not'),
  reciprocal: plain('reciprocal'),
  round: plain('round'),
  selu: operation(
    { alpha: optional(real, 1.6732632423543772), gamma: optional(real, 1.0507009873554805) },
    ({ alpha, gamma }) => ({ op: 'selu', alpha, beta: gamma }),
  ),
  sign: plain('sign'),
  sin: plain('sin'),
  sinh: plain('sinh'),
  softplus: plain('softplus'),
  softsign: plain('softsign'),
  sqrt: plain('sqrt'),
  tan: plain('tan'),
  thresholdedRelu: operation({ alpha: optional(real, 1) }, ({ alpha }) => {
    return { op: 'thresholdedRelu', alpha };
  }),
} as const;

/**
 * Functions of each element, of any shape: `exp(x)` and the like. What the parameters of `elu` and others
 * do is said where the kernel's operations are. `clip` has no bound where low or high is left out.
 */
export const unaryOperators = /* @__PURE__ */ operatorsOf(rows);

/** The function that a node stands for, where that is all it does. */
export function unaryOf(node: Node): UnaryCall | undefined {
  if (!Object.hasOwn(rows, node.operator)) return undefined;
  const row: UnaryRow = rows[node.operator as keyof typeof rows];
  return row.callOf(readAttributes(node, row.attributes));
}

/* @__NO_SIDE_EFFECTS__ */
function plain(op: UnaryName) {
  return operation({}, () => ({ op }));
}

/* @__NO_SIDE_EFFECTS__ */
function operation<const Schema extends AttributeSchema>(
  attributes: Schema,
  callOf: (attributes: AttributesOf<Schema>) => UnaryCall,
): UnaryRow<Schema> {
  return { attributes, callOf };
}

type OperatorsOf<Rows extends Readonly<Record<string, UnaryRow>>> = {
  readonly [Name in keyof Rows]: Operator<Rows[Name]['attributes']>;
};

/* @__NO_SIDE_EFFECTS__ */
function operatorsOf<Rows extends Readonly<Record<string, UnaryRow>>>(rows: Rows) {
  const operators = Object.entries(rows).map(([name, row]) => [name, operatorFor(row)]);
  return Object.fromEntries(operators) as OperatorsOf<Rows>;
}

function operatorFor({ attributes, callOf }: UnaryRow): Operator {
  return defineOperator({
    attributes,
    inputs: 1,
    layout: 'any',
    keepsBatch: () => true,
    infer: (context) => {
      const { shape, dtype } = requireInput(context, 0);
      return [{ shape, dtype: unaryDType(callOf(context.attributes).op, dtype) }];
    },
    lower: (context) =>
      unaryKernel({
        ...callOf(context.attributes),
        input: requireTensor(context, 0),
        output: context.output,
      }),
    evaluate: ([values], context) => {
      const { op, alpha = 0, beta = 0 } = callOf(context.attributes);
      return [values.map((value) => unaryValues[op](value, alpha, beta))];
    },
  });
}
