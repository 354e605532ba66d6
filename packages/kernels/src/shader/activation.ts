/**
 * A function applied to every element, alone or as the epilogue of the kernel that produces the tensor.
 * `clip` keeps values between bounds, which may be infinite; `leakyRelu` multiplies negative values by
 * `slope`; `hardSwish` is x · clamp(x + 3, 0, 6) / 6 (Howard et al. 2019, "Searching for MobileNetV3").
 */
export type Activation =
  | { readonly kind: 'identity' | 'relu' | 'relu6' | 'sigmoid' | 'tanh' | 'hardSwish' }
  | { readonly kind: 'clip'; readonly low: number; readonly high: number }
  | { readonly kind: 'leakyRelu'; readonly slope: number };

export const identity: Activation = { kind: 'identity' };

/** The parameters of the activations that only bound their input. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The bounds that an activation keeps its input to; the identity's are infinite. They are parameters
 * rather than a part of the shader, so that layers with and without an activation share one pipeline:
 * compiling another one costs more than comparing numbers. Activations that do more keep to no bounds.
 */
export function boundsOf(activation: Activation): Bounds {
  const { kind } = activation;
  if (kind === 'clip') return activation;
  const low = kind === 'relu' || kind === 'relu6' ? 0 : -Infinity;
  return { low, high: kind === 'relu6' ? 6 : Infinity };
}

/**
 * An activation as a WGSL function, which works in f32 whatever the tensors hold. NaN stays NaN, as it
 * does in ONNX and numpy, which WGSL's own `clamp`, `min` and `max` may drop. Where the function itself
 * loses NaN, it is told by its bits: drivers may take a comparison and a choice for `min` or `max`, and
 * those of NVIDIA do.
 *
 * @param names of the parameters that it works by
 */
export function activationSource(
  name: string,
  activation: Activation,
  names: ParameterNames,
): string {
  return `fn ${name}(x: vec4<f32>) -> vec4<f32> {\n${body(activation, names)}\n}`;
}

/** Parameters that spare a layer a pipeline of its own. */
interface ParameterNames {
  readonly low: string;
  readonly high: string;
  /** Whether it is a hard swish: not 0 then. Without it, that one and the identity have sources of their own. */
  readonly swish?: string;
}

function body(activation: Activation, names: ParameterNames): string {
  const bounded = `clamp(x, vec4<f32>(params.${names.low}), vec4<f32>(params.${names.high}))`;
  switch (activation.kind) {
    case 'identity':
    case 'relu':
    case 'relu6':
    case 'clip':
    case 'hardSwish': {
      if (names.swish) {
        return [
          `  var y = ${bounded};`,
          `  if (params.${names.swish} != 0u) {`,
          `    y = ${hardSwish};`,
          '  }',
          keepNan,
        ].join('\n');
      }
      if (activation.kind === 'identity') return '  return x;';
      if (activation.kind === 'hardSwish') return `  return ${hardSwish};`;
      return [`  let y = ${bounded};`, keepNan].join('\n');
    }
    case 'leakyRelu':
      return `  return select(x, x * ${float(activation.slope)}, x < vec4<f32>(0.0));`;
    case 'sigmoid':
      return [
        '  let y = 1.0 / (1.0 + exp(-clamp(x, vec4<f32>(-80.0), vec4<f32>(80.0))));',
        keepNan,
      ].join('\n');
    case 'tanh':
      // WGSL's own tanh promises 1e-5 absolute only. Near 0 the exponentials cancel, so a series
      // (to x^9) takes over there.
      return [
        '  let e = exp(-2.0 * min(abs(x), vec4<f32>(20.0)));',
        '  let far = sign(x) * (1.0 - e) / (1.0 + e);',
        '  let s = x * x;',
        '  let near = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0 + s * 62.0 / 2835.0))));',
        '  let y = select(far, near, abs(x) < vec4<f32>(0.3));',
        keepNan,
      ].join('\n');
  }
}

const hardSwish = 'x * clamp(x + 3.0, vec4<f32>(0.0), vec4<f32>(6.0)) / 6.0';

/** Returns `y`, or x itself where that is NaN. */
const keepNan =
  '  return select(y, x, (bitcast<vec4<u32>>(x) & vec4<u32>(0x7fffffffu)) > vec4<u32>(0x7f800000u));';

/** The same function in float64, for references and for folding constants. */
export function activate(activation: Activation, x: number): number {
  switch (activation.kind) {
    case 'identity':
      return x;
    case 'relu':
      return Math.max(x, 0);
    case 'relu6':
      return Math.min(Math.max(x, 0), 6);
    case 'clip':
      return Math.min(Math.max(x, activation.low), activation.high);
    case 'leakyRelu':
      return x < 0 ? x * activation.slope : x;
    case 'sigmoid':
      return 1 / (1 + Math.exp(-x));
    case 'tanh':
      return Math.tanh(x);
    case 'hardSwish':
      return (x * Math.min(Math.max(x + 3, 0), 6)) / 6;
  }
}

/** A number as a WGSL f32 literal. */
export function float(value: number): string {
  const text = String(Math.fround(value));
  return /[.e]/.test(text) ? text : `${text}.0`;
}
