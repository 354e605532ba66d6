import type { TestModel } from './build.ts';

/** A small model with what exporters write: a shape computed from sizes, branches, constants as nodes. */
export const sampleModel: TestModel = {
  opset: 13,
  inputs: [{ name: 'image', type: 'float', shape: ['batch', 3, 8, 8] }],
  initializers: {
    weight: {
      type: 'float',
      shape: [4, 3, 3, 3],
      values: Float32Array.from({ length: 108 }, wave),
    },
    bias: { type: 'float16', shape: [4], values: [0.5, -0.5, 1, 0] },
    scale: { type: 'float', shape: [4, 1, 1], values: [1, 2, 0.5, -1] },
    zero: { type: 'int64', shape: [], values: [0] },
    front: { type: 'int64', shape: [1], values: [0] },
    rest: { type: 'int64', shape: [1], values: [-1] },
    matrix: { type: 'double', shape: [64, 5], values: Float64Array.from({ length: 320 }, wave) },
  },
  nodes: [
    {
      operator: 'Conv',
      name: 'stem',
      inputs: ['image', 'weight', 'bias'],
      outputs: ['convolved'],
      attributes: { strides: [2, 2], pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
    },
    { operator: 'Relu', inputs: ['convolved'], outputs: ['positive'] },
    { operator: 'Mul', inputs: ['positive', 'scale'], outputs: ['scaled'] },
    { operator: 'Add', inputs: ['scaled', 'convolved'], outputs: ['sum'] },
    { operator: 'Shape', inputs: ['sum'], outputs: ['sizes'] },
    { operator: 'Gather', inputs: ['sizes', 'zero'], outputs: ['batch size'] },
    { operator: 'Unsqueeze', inputs: ['batch size', 'front'], outputs: ['batch list'] },
    {
      operator: 'Concat',
      inputs: ['batch list', 'rest'],
      outputs: ['flat shape'],
      attributes: { axis: 0 },
    },
    { operator: 'Reshape', inputs: ['sum', 'flat shape'], outputs: ['flat'] },
    { operator: 'Gemm', inputs: ['flat', 'matrix'], outputs: ['scores'] },
    { operator: 'Softmax', inputs: ['scores'], outputs: ['shares'] },
  ],
  outputs: [{ name: 'shares' }, { name: 'sum' }],
};

function wave(_: unknown, i: number): number {
  return Math.sin(i + 1) / 3;
}
