import type { Shape } from '@facegpu/kernels';
import { type Constant, valuesOf } from '@facegpu/nn';
import {
  attributeType,
  elementType,
  encodeModel,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './schema.ts';

type Unnamed = Omit<OnnxAttribute, 'name'>;

export const int = (i: number): Unnamed => ({ type: attributeType.int, i });
export const ints = (values: readonly number[]): Unnamed => ({
  type: attributeType.ints,
  ints: values,
});
export const float = (f: number): Unnamed => ({ type: attributeType.float, f });

/** Of ONNX's operators, and of its file format. */
const operatorSet = 17;
const formatVersion = 8;

/** Collects the parts of an ONNX model. */
export class OnnxBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #weights = new Map<string, OnnxTensor>();
  readonly #inputs: OnnxValue[] = [];
  readonly #outputs: OnnxValue[] = [];

  input(name: string, shape: Shape): void {
    this.#inputs.push(value(name, shape));
  }

  output(name: string, shape: Shape): void {
    this.#outputs.push(value(name, shape));
  }

  /** Adds an operation, which is called what it writes. */
  node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, Unnamed>> = {},
  ): void {
    this.#nodes.push({
      name: output,
      op_type: operator,
      input: inputs,
      output: [output],
      attribute: Object.entries(attributes).map(([name, attribute]) => ({ name, ...attribute })),
    });
  }

  /** Adds a weight, once; gives its name back. */
  floats(name: string, constant: Constant): string {
    return this.#weight(
      name,
      constant.shape,
      elementType.float,
      Float32Array.from(valuesOf(constant)),
    );
  }

  /** Adds a list of integers, which many operators take in place of an attribute. */
  integers(name: string, values: readonly number[]): string {
    const wide = BigInt64Array.from(values, BigInt);
    return this.#weight(name, [values.length], elementType.int64, wide);
  }

  encode(): Uint8Array {
    return encodeModel({
      ir_version: formatVersion,
      producer_name: 'facegpu-bench',
      opset_import: [{ domain: '', version: operatorSet }],
      graph: {
        name: 'network',
        node: this.#nodes,
        initializer: [...this.#weights.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
    });
  }

  #weight(name: string, dims: Shape, data_type: number, values: ArrayBufferView): string {
    const raw_data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#weights.set(name, { name, dims, data_type, raw_data });
    return name;
  }
}

function value(name: string, shape: Shape): OnnxValue {
  const dim = shape.map((size) => ({ dim_value: size }));
  return { name, type: { tensor_type: { elem_type: elementType.float, shape: { dim } } } };
}
