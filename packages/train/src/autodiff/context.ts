import type { DType, Shape } from '@facegpu/kernels';
import { FaceGpuError, formatShape } from '@facegpu/kernels';
import type {
  AttributeArguments,
  AttributeSchema,
  AttributesOf,
  Node,
  ValueType,
} from '@facegpu/nn';
import type { TrainingOperators } from '../operators/all.ts';
import type { GraphWriter } from './writer.ts';

/** A node whose gradient is wanted, and the means to write it down. Values go by their names. */
export class GradientContext<Schema extends AttributeSchema = AttributeSchema> {
  readonly node: Node;
  readonly attributes: AttributesOf<Schema>;
  /** For each output what the loss changes by as it does, of the same shape; nothing where it doesn't matter. */
  readonly gradients: readonly (string | undefined)[];
  readonly #writer: GraphWriter;
  readonly #wanted: ReadonlySet<string>;

  constructor(
    writer: GraphWriter,
    node: Node,
    attributes: AttributesOf<Schema>,
    gradients: readonly (string | undefined)[],
    wanted: ReadonlySet<string>,
  ) {
    this.node = node;
    this.attributes = attributes;
    this.gradients = gradients;
    this.#writer = writer;
    this.#wanted = wanted;
  }

  /** The gradient of the first output: a row is only asked where one is there. */
  get gradient(): string {
    const gradient = this.gradients.find((each) => each !== undefined);
    if (gradient !== undefined) return gradient;
    throw new FaceGpuError(
      'bad-argument',
      `no output of node "${this.node.name}" has a gradient`,
      'Ask for gradients of what the loss depends on.',
    );
  }

  /** The name of an input. */
  input(index: number): string {
    return this.node.inputs[index] ?? '';
  }

  /** The name of an output. */
  output(index = 0): string {
    return this.node.outputs[index] ?? '';
  }

  /** Whether somebody needs the gradient of an input. */
  wants(index: number): boolean {
    return this.#wanted.has(this.input(index));
  }

  /** What a value is. */
  typeOf(name: string): ValueType {
    return this.#writer.typeOf(name);
  }

  shapeOf(name: string): Shape {
    return this.typeOf(name).shape;
  }

  /** Adds a node of one output, and returns the name of what it computes. */
  add<Name extends keyof TrainingOperators & string>(
    operator: Name,
    inputs: readonly string[],
    ...attributes: AttributeArguments<TrainingOperators, Name>
  ): string {
    const [output] = this.#writer.add(operator, inputs, { ...attributes[0] }, 1);
    return output;
  }

  /** Adds a node of several outputs. */
  addAll<Name extends keyof TrainingOperators & string>(
    operator: Name,
    outputs: number,
    inputs: readonly string[],
    ...attributes: AttributeArguments<TrainingOperators, Name>
  ): readonly string[] {
    return this.#writer.add(operator, inputs, { ...attributes[0] }, outputs);
  }

  /** A number that broadcasts against everything. */
  scalar(value: number): string {
    return this.constant([], [value]);
  }

  constant(shape: Shape, values: ArrayLike<number>, dtype: DType = 'f32'): string {
    return this.#writer.constant(shape, values, dtype);
  }

  /** The sum over the axes along which a shape was broadcast to that of a value. */
  sumTo(value: string, shape: Shape): string {
    const from = this.shapeOf(value);
    const added = from.length - shape.length;
    const axes = from.flatMap((size, axis) => {
      return axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [];
    });
    if (axes.length === 0) return value;
    const sum = this.add('reduceSum', [value], { axes, keepDims: true });
    return this.reshape(sum, shape);
  }

  reshape(value: string, shape: Shape): string {
    const from = this.shapeOf(value);
    const isSame = from.length === shape.length && from.every((size, i) => size === shape[i]);
    return isSame ? value : this.add('reshape', [value], { shape: [...shape], allowZero: true });
  }

  /** An error about this node, where a gradient isn't known for what its attributes say. */
  unsupported(what: string, fix: string): FaceGpuError {
    const { name, operator, inputs } = this.node;
    const shapes = inputs.map((input) => (input === '' ? '–' : formatShape(this.shapeOf(input))));
    return new FaceGpuError(
      'unsupported-op',
      `${operator} has no gradient ${what} (node "${name}", inputs ${shapes.join(', ')})`,
      fix,
    );
  }
}
