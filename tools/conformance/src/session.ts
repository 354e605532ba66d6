import { elementCount } from '@facegpu/kernels';
import type { ElementName } from '@facegpu/nn/onnx/testing';
import { arrayOf } from '@facegpu/nn/onnx/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** What goes into a model, or comes out of it. */
export interface Operand {
  readonly shape: readonly number[];
  readonly type: ElementName;
  readonly values: ArrayLike<number>;
}

const typeNames: Partial<Record<ElementName, string>> = { float: 'float32', double: 'float64' };

const errorsOnly = 3;

/** Runs a model with ONNX Runtime on the CPU. */
export async function runOnnxRuntime(
  model: Uint8Array,
  inputs: Readonly<Record<string, Operand>>,
): Promise<Record<string, Operand>> {
  const session = await InferenceSession.create(model, {
    executionProviders: ['cpu'],
    logSeverityLevel: errorsOnly,
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
  });
  try {
    const feeds = Object.entries(inputs).map(([name, { type, shape, values }]) => {
      const data = arrayOf(type, values);
      return [name, new Tensor((typeNames[type] ?? type) as 'float32', data as never, shape)];
    });
    const results = await session.run(Object.fromEntries(feeds));
    const operands = Object.entries(results).map(([name, { type, dims, data }]) => {
      const element = Object.entries(typeNames).find(([, theirs]) => theirs === type)?.[0] ?? type;
      const values = Float64Array.from(data as ArrayLike<number>, Number);
      if (values.length !== elementCount(dims)) throw new Error(`${name} of ${dims} is incomplete`);
      return [name, { type: element, shape: dims, values }];
    });
    return Object.fromEntries(operands) as Record<string, Operand>;
  } finally {
    await session.release();
  }
}
