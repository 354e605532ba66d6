import { fromBinary } from '@bufbuild/protobuf';
import { valuesOf } from '../../ir/constant.ts';
import { describeElement } from '../elements.ts';
import { ModelProtoSchema, TensorProtoSchema } from '../proto/onnx_pb.ts';
import { readTensor } from '../tensor.ts';

/** What a model says of itself, whether it can be imported or not. */
export interface ModelOutline {
  /** Names of the inputs that have to be given, in their order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Operators of its nodes, each once; those of another domain than ONNX's with its name before theirs. */
  readonly operators: readonly string[];
  /** The version of ONNX's own operators. */
  readonly opset: number;
}

export function outlineOf(file: Uint8Array): ModelOutline {
  const { graph, opsetImport } = fromBinary(ModelProtoSchema, file);
  const known = new Set(graph?.initializer.map(({ name }) => name));
  const inputs = graph?.input.map(({ name }) => name).filter((name) => !known.has(name)) ?? [];
  const operators = graph?.node.map(({ domain, opType }) => {
    return domain === '' ? opType : `${domain}.${opType}`;
  });
  const own = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  return {
    inputs,
    outputs: graph?.output.map(({ name }) => name) ?? [],
    operators: [...new Set(operators)],
    opset: Number(own?.version ?? 1),
  };
}

/** A tensor in a file of its own, `.pb`. */
export interface TensorFile {
  readonly shape: readonly number[];
  /** The name of its elements' type. */
  readonly type: string;
  readonly values: Float64Array;
}

/** @throws FaceGpuError as `readTensor` */
export function readTensorFile(file: Uint8Array): TensorFile {
  const tensor = fromBinary(TensorProtoSchema, file);
  const constant = readTensor(tensor, new Map(), `the tensor "${tensor.name}"`);
  return {
    shape: constant.shape,
    type: describeElement(tensor.dataType),
    values: valuesOf(constant),
  };
}
