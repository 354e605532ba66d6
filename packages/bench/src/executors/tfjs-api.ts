/**
 * What is used of TensorFlow.js. Its own types bring another version of WebGPU's along, which clashes
 * with ours.
 */
export interface TfTensor {
  data(): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

type Shape = readonly number[];
type Pair = readonly [number, number];

/** Zeros before and after each axis of `[batch, height, width, channels]`. */
export type TfPadding = readonly [Pair, Pair, Pair, Pair] | 'valid' | 'same';

interface TfConvolution {
  readonly x: TfTensor;
  readonly filter: TfTensor;
  readonly strides: Pair;
  readonly pad: TfPadding;
  readonly dilations: Pair;
  readonly bias?: TfTensor;
  readonly activation: TfActivation;
  readonly leakyreluAlpha?: number;
}

export type TfActivation = 'linear' | 'relu' | 'relu6' | 'leakyrelu' | 'sigmoid';

export interface Tf {
  tensor(values: Float32Array, shape: Shape): TfTensor;
  readonly fused: {
    conv2d(convolution: TfConvolution): TfTensor;
    depthwiseConv2d(convolution: TfConvolution): TfTensor;
    matMul(product: {
      readonly a: TfTensor;
      readonly b: TfTensor;
      readonly bias?: TfTensor;
      readonly activation: TfActivation;
    }): TfTensor;
  };
  matMul(a: TfTensor, b: TfTensor): TfTensor;
  maxPool(x: TfTensor, kernel: Pair, strides: Pair, pad: TfPadding): TfTensor;
  avgPool(x: TfTensor, kernel: Pair, strides: Pair, pad: TfPadding): TfTensor;
  mean(x: TfTensor, axes: readonly number[], keepDims: boolean): TfTensor;
  batchNorm(
    x: TfTensor,
    mean: TfTensor,
    variance: TfTensor,
    offset: TfTensor | undefined,
    scale: TfTensor | undefined,
    epsilon: number,
  ): TfTensor;
  add(a: TfTensor, b: TfTensor): TfTensor;
  mul(a: TfTensor, b: TfTensor): TfTensor;
  prelu(x: TfTensor, slope: TfTensor): TfTensor;
  relu(x: TfTensor): TfTensor;
  relu6(x: TfTensor): TfTensor;
  leakyRelu(x: TfTensor, alpha: number): TfTensor;
  sigmoid(x: TfTensor): TfTensor;
  softmax(x: TfTensor, axis: number): TfTensor;
  concat(tensors: readonly TfTensor[], axis: number): TfTensor;
  pad(x: TfTensor, amounts: readonly Pair[], value: number): TfTensor;
  reshape(x: TfTensor, shape: Shape): TfTensor;
  slice(x: TfTensor, begin: readonly number[], size: readonly number[]): TfTensor;
  transpose(x: TfTensor, permutation: readonly number[]): TfTensor;
  readonly image: {
    resizeBilinear(x: TfTensor, size: Pair, align: boolean, halfPixel: boolean): TfTensor;
  };
}

export interface TfWithBackends extends Tf {
  readonly version: { readonly tfjs: string };
  enableProdMode(): void;
  setBackend(name: string): Promise<boolean>;
  registerBackend(name: string, factory: () => unknown): boolean;
  findBackendFactory(name: string): unknown;
  removeBackend(name: string): void;
  backend(): unknown;
  keep(tensor: TfTensor): TfTensor;
  engine(): { startScope(): void; endScope(): void };
}
