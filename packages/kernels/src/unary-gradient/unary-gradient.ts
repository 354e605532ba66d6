import { type Dispatch, dispatch } from '../shader/dispatch.ts';
import { isNanSource } from '../shader/element.ts';
import { linearGrid } from '../shader/grid.ts';
import { defineShader } from '../shader/shader.ts';
import { struct } from '../shader/struct.ts';
import { requireSpec } from '../tensor/require.ts';
import { storedCount, type Tensor } from '../tensor/tensor.ts';
import { type UnaryDerivative, unaryDerivatives } from '../unary/derivatives.ts';
import { type UnaryOperation, unaryOperations } from '../unary/operations.ts';
import source from './unary-gradient.wgsl';

/** An operation of `unary` that has a derivative, or an activation. */
export type UnaryGradientName = keyof typeof unaryDerivatives;

export const unaryGradientShader = defineShader({
  name: 'unary-gradient/unary-gradient',
  source,
  params: struct({ vec4s: 'u32', alpha: 'f32', beta: 'f32' }),
  functions: functionsOf('abs'),
});

export interface UnaryGradientArgs {
  readonly op: UnaryGradientName;
  /** What the operation was given: any shape and layout, f32. */
  readonly input: Tensor;
  /** The gradient of what it gave; like the input. */
  readonly outputGradient: Tensor;
  /** The gradient of the input; like it. */
  readonly output: Tensor;
  /** As the operation has it, or the slope of `leakyRelu`; 0 where it is left out. */
  readonly alpha?: number | undefined;
  readonly beta?: number | undefined;
}

/**
 * The gradient of a function of each element, or of an activation, by what it was given: the derivative
 * times the output's gradient. NaN in either stays NaN.
 *
 * @throws FaceGpuError `shape-mismatch`
 */
export function unaryGradient(args: UnaryGradientArgs): Dispatch[] {
  const { op, input, outputGradient, output, alpha = 0, beta = 0 } = args;
  const { shape, layout } = input;
  for (const [name, tensor] of Object.entries({ input, outputGradient, output })) {
    requireSpec(`gradient of ${op}`, name, tensor, { shape, layout, dtype: 'f32' });
  }
  const vec4s = Math.ceil(storedCount(input) / 4);
  return [
    dispatch(unaryGradientShader, {
      label: `gradient of ${op}`,
      functions: functionsOf(op),
      params: { vec4s, alpha, beta },
      tensors: { input, output_gradient: outputGradient, output },
      workgroups: linearGrid(vec4s, 64),
    }),
  ];
}

/* @__NO_SIDE_EFFECTS__ */
function functionsOf(op: UnaryGradientName): Readonly<Record<string, string>> {
  const { body, helpers = [] } = derivativeOf(op);
  return {
    helpers: [isNanSource, ...helpers].join('\n'),
    derive: `fn derive(x: vec4<f32>) -> vec4<f32> {\n  ${body}\n}`,
  };
}

function derivativeOf(op: UnaryGradientName): {
  readonly body: string;
  readonly helpers?: readonly string[];
} {
  const derivative: UnaryDerivative = unaryDerivatives[op];
  if (!('operation' in derivative)) return derivative;
  const operation: UnaryOperation & { readonly real: string } =
    unaryOperations[derivative.operation];
  return { body: operation.real, helpers: operation.helpers ?? [] };
}
