import { type DType, formatShape, type Shape } from '@facegpu/kernels';
import { toConstant } from '../ir/constant.ts';
import type { Constant } from '../ir/graph.ts';
import type { AllOperators } from '../operators/all.ts';
import { transposeValues } from '../operators/evaluate.ts';
import type { OnnxAttributesOf } from './attributes.ts';
import { badOnnx, unsupported } from './bad-onnx.ts';
import type { ElementName } from './elements.ts';
import type { AttributesFor, OnnxContext } from './operator.ts';
import { channelsLast, type Order, ownOrder, permutationBetween, sameOrder } from './order.ts';
import type { NodeProto, TensorProto } from './proto/onnx_pb.ts';
import type { ExternalFiles } from './tensor.ts';
import { readTensor } from './tensor.ts';
import type { OnnxValue, Sizes } from './value.ts';
import type { GraphWriter } from './writer.ts';

export interface NodeContextParts {
  readonly node: NodeProto;
  /** What its values and nodes are called. */
  readonly label: string;
  readonly attributes: object;
  readonly opset: number;
  readonly values: readonly (OnnxValue | undefined)[];
  /** The type that the file gives a value, by its name. */
  readonly elementOf: (name: string) => ElementName | undefined;
  readonly writer: GraphWriter;
  readonly external: ExternalFiles;
}

/** A node as its row lowers it. */
export class NodeContext implements OnnxContext {
  readonly attributes: OnnxAttributesOf<Record<string, never>>;
  readonly opset: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly #parts: NodeContextParts;

  constructor(parts: NodeContextParts) {
    this.#parts = parts;
    this.attributes = parts.attributes as OnnxAttributesOf<Record<string, never>>;
    this.opset = parts.opset;
    this.inputs = countNamed(parts.node.input);
    this.outputs = countNamed(parts.node.output);
  }

  hasOutput(index: number): boolean {
    return (this.#parts.node.output[index] ?? '') !== '';
  }

  input(index: number): OnnxValue {
    const value = this.optional(index);
    if (value) return value;
    throw badOnnx(`input ${index} is missing`);
  }

  optional(index: number): OnnxValue | undefined {
    return this.#parts.values[index];
  }

  element(index: number): ElementName | undefined {
    const { node, elementOf } = this.#parts;
    return elementOf(node.input[index] ?? '');
  }

  numbers(index: number): readonly number[] | undefined {
    const value = this.optional(index);
    if (!value) return undefined;
    const known = this.known(value);
    if (known) return [...known];
    throw unsupported(
      `input ${index} ("${this.#parts.node.input[index]}") is computed in the run`,
      'It must be known before: give the sizes of the inputs (--shape), or export the model with fixed ones.',
    );
  }

  sizes(index: number): Sizes | undefined {
    const value = this.optional(index);
    return value && (this.#parts.writer.partlyKnown(value.name) ?? this.numbers(index));
  }

  isKnown({ name }: OnnxValue): boolean {
    return this.#parts.writer.isKnown(name);
  }

  known(value: OnnxValue): Float64Array | undefined {
    const { writer } = this.#parts;
    const known = writer.known(value.name);
    if (!known) return undefined;
    const own = ownOrder(value.order.length);
    if (sameOrder(value.order, own)) return known;
    const permutation = permutationBetween(value.order, own);
    const stored = value.order.map((axis) => value.shape[axis] ?? 0);
    return transposeValues(known, stored, permutation);
  }

  shape({ name, shape }: OnnxValue): Shape {
    const known = shape.filter((size) => size !== undefined);
    if (known.length === shape.length) return known;
    const text = shape.map((size) => size ?? '?').join(', ');
    throw unsupported(
      `"${name}" is [${text}], whose sizes must be known`,
      'Give the sizes of the inputs (--shape).',
    );
  }

  dense(value: OnnxValue): string {
    return this.ordered(value, ownOrder(value.order.length));
  }

  image(value: OnnxValue): string {
    if (value.order.length === 4) return this.ordered(value, channelsLast);
    throw unsupported(
      `"${value.name}" has ${value.order.length} axes`,
      'Only images [batch, channels, height, width] are supported here.',
    );
  }

  ordered(value: OnnxValue, order: Order): string {
    return this.#parts.writer.ordered(value, order);
  }

  constant(shape: Shape, values: ArrayLike<number>, dtype: DType = 'f32'): OnnxValue {
    return this.stored(toConstant(shape, values, dtype));
  }

  stored(constant: Constant): OnnxValue {
    return this.#parts.writer.constant(
      `${this.#parts.label}:${formatShape(constant.shape)}`,
      constant,
    );
  }

  tensor(tensor: TensorProto): OnnxValue {
    return this.stored(readTensor(tensor, this.#parts.external, 'the tensor'));
  }

  node<Name extends keyof AllOperators & string>(
    operator: Name,
    inputs: readonly string[],
    attributes?: AttributesFor<Name>,
    order?: Order,
  ): OnnxValue {
    return this.nodes(1, operator, inputs, attributes, order)[0];
  }

  nodes<Name extends keyof AllOperators & string>(
    count: number,
    operator: Name,
    inputs: readonly string[],
    attributes?: AttributesFor<Name>,
    order?: Order,
  ): readonly OnnxValue[] {
    const { writer, label } = this.#parts;
    const names = writer.node(label, count, operator, inputs, attributes);
    return names.map((name) => writer.value(name, order ?? ownOrder(writer.sizes(name).length)));
  }

  reordered(value: OnnxValue, order: Order): OnnxValue {
    return this.#parts.writer.value(value.name, order);
  }
}

/** How many names there are, those that are left out at the end aside. */
function countNamed(names: readonly string[]): number {
  return names.reduce((count, name, i) => (name === '' ? count : i + 1), 0);
}
