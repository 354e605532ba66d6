import { create, toBinary } from '@bufbuild/protobuf';
import { toFloat16 } from '@facegpu/kernels';
import { attributeNumbers } from '../attributes.ts';
import { type ElementName, elementNumbers } from '../elements.ts';
import {
  type AttributeProto,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  ValueInfoProtoSchema,
} from '../proto/onnx_pb.ts';

/** A tensor as a test writes it down. */
export interface TestTensor {
  readonly type: ElementName;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** Where its bytes are, if they are in another file: `location`, and perhaps `offset` and `length`. */
  readonly external?: Readonly<Record<string, string>>;
}

export interface TestFloat {
  readonly float: number;
}

/** Whole numbers are ints; a float is written `{ float: 0.5 }`. */
export type TestAttribute =
  | number
  | string
  | readonly number[]
  | TestFloat
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: TestTensor };

export interface TestNode {
  readonly operator: string;
  readonly domain?: string;
  readonly name?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, TestAttribute>>;
}

export interface TestInput {
  readonly name: string;
  readonly type: ElementName;
  /** Sizes, or their names. */
  readonly shape: readonly (number | string)[];
}

export interface TestModel {
  readonly opset: number;
  readonly inputs: readonly TestInput[];
  readonly initializers?: Readonly<Record<string, TestTensor>>;
  readonly nodes: readonly TestNode[];
  /** Names of the outputs, and the types of those that aren't floats. */
  readonly outputs: readonly { readonly name: string; readonly type?: ElementName }[];
}

/** The bytes of an `.onnx` file. */
export function buildOnnx({
  opset,
  inputs,
  initializers = {},
  nodes,
  outputs,
}: TestModel): Uint8Array {
  const domains = new Set(nodes.map(({ domain = '' }) => domain));
  const graph = create(GraphProtoSchema, {
    name: 'test',
    node: nodes.map((node) => ({
      opType: node.operator,
      domain: node.domain ?? '',
      name: node.name ?? node.outputs[0] ?? '',
      input: [...node.inputs],
      output: [...node.outputs],
      attribute: Object.entries(node.attributes ?? {}).map(attributeOf),
    })),
    initializer: Object.entries(initializers).map(([name, tensor]) => tensorOf(name, tensor)),
    input: inputs.map(({ name, type, shape }) => valueInfo(name, type, shape)),
    output: outputs.map(({ name, type = 'float' }) => valueInfo(name, type)),
  });
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: 'facegpu tests',
    graph,
    opsetImport: [...domains, ''].map((domain) => ({
      domain,
      version: BigInt(domain === '' ? opset : 1),
    })),
  });
  return toBinary(ModelProtoSchema, model);
}

function valueInfo(name: string, type: ElementName, shape?: readonly (number | string)[]) {
  const dim = shape?.map((size) => {
    return typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } };
  });
  const tensor = { elemType: elementNumbers[type], ...(dim && { shape: { dim } }) };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: tensor } },
  });
}

const utf8 = new TextEncoder();

function attributeOf([name, value]: [string, TestAttribute]): AttributeProto {
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: attributeNumbers.int, i: BigInt(value) });
  }
  if (typeof value === 'string') {
    const s = utf8.encode(value);
    return create(AttributeProtoSchema, { name, type: attributeNumbers.string, s });
  }
  if ('float' in value) {
    return create(AttributeProtoSchema, { name, type: attributeNumbers.float, f: value.float });
  }
  if ('floats' in value) {
    const floats = [...value.floats];
    return create(AttributeProtoSchema, { name, type: attributeNumbers.floats, floats });
  }
  if ('strings' in value) {
    const strings = value.strings.map((text) => utf8.encode(text));
    return create(AttributeProtoSchema, { name, type: attributeNumbers.strings, strings });
  }
  if ('tensor' in value) {
    const t = tensorOf('', value.tensor);
    return create(AttributeProtoSchema, { name, type: attributeNumbers.tensor, t });
  }
  const ints = value.map((each) => BigInt(each));
  return create(AttributeProtoSchema, { name, type: attributeNumbers.ints, ints });
}

function tensorOf(name: string, { type, shape, values, external }: TestTensor): TensorProto {
  const outside = Object.entries(external ?? {}).map(([key, value]) => ({ key, value }));
  return create(TensorProtoSchema, {
    name,
    dims: shape.map((size) => BigInt(size)),
    dataType: elementNumbers[type],
    rawData: rawOf(type, values),
    dataLocation: external ? 1 : 0,
    externalData: outside,
  });
}

function rawOf(type: ElementName, values: ArrayLike<number>): Uint8Array {
  const list = arrayOf(type, values);
  return new Uint8Array(list.buffer);
}

/** Values as ONNX stores them. */
export function arrayOf(type: ElementName, values: ArrayLike<number>) {
  switch (type) {
    case 'float':
      return Float32Array.from(values);
    case 'double':
      return Float64Array.from(values);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(values);
    case 'int8':
      return Int8Array.from(values);
    case 'uint16':
      return Uint16Array.from(values);
    case 'int16':
      return Int16Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'uint32':
      return Uint32Array.from(values);
    case 'int64':
      return BigInt64Array.from(Array.from(values, BigInt));
    case 'uint64':
      return BigUint64Array.from(Array.from(values, BigInt));
    case 'float16':
      return Uint16Array.from(values, toFloat16);
    case 'bfloat16':
      return Uint16Array.from(new Uint32Array(Float32Array.from(values).buffer), (w) => w >>> 16);
  }
}
