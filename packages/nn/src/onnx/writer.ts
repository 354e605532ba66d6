import { type DType, elementCount, type Shape } from '@facegpu/kernels';
import { isUniform, toConstant, valuesOf } from '../ir/constant.ts';
import type {
  Attributes,
  Constant,
  Graph,
  GraphInput,
  Network,
  Node,
  ValueType,
} from '../ir/graph.ts';
import { type Dimensions, inferNode, shapeOf, typeOfConstant } from '../ir/infer-types.ts';
import type { AllOperators } from '../operators/all.ts';
import { transposeValues } from '../operators/evaluate.ts';
import type { OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';
import { evaluated } from '../passes/fold-constants.ts';
import { narrowed } from './narrow.ts';
import type { AttributesFor } from './operator.ts';
import { type Order, ownOrder, permutationBetween, sameOrder, stored } from './order.ts';
import { tidyPasses } from './tidy-passes.ts';
import type { OnnxValue, Sizes } from './value.ts';

/** Shapes, axes, limits and paddings that inputs say have so many numbers at most. */
const mostEarly = 1024;

/** What an input is told to be, or follows from such inputs. */
interface EarlyValue {
  /** As they are stored. */
  readonly values: Float64Array;
  /** The inputs. */
  readonly from: ReadonlySet<string>;
}

/**
 * Writes a graph, and knows of each value what it is. Sizes that the graph names are tried out: each node
 * is inferred for every set of dimensions, and what comes out the same every time is known.
 */
export class GraphWriter {
  readonly operators: OperatorTable;
  readonly constants = new Map<string, Constant>();
  readonly #inputs: GraphInput[] = [];
  readonly #nodes: Node[] = [];
  readonly #nodeNames = new Set<string>();
  /** For each set of dimensions. */
  readonly #types: readonly Map<string, ValueType>[];
  readonly #trials: readonly Dimensions[];
  /** Values that are there before the run: of inputs, and what is computed of them. */
  readonly #early = new Map<string, EarlyValue>();
  /** Inputs that somebody asked for the values of. */
  readonly #taken = new Set<string>();
  /** Values in other orders, by name and permutation. */
  readonly #moved = new Map<string, string>();

  constructor(operators: OperatorTable, trials: readonly Dimensions[]) {
    this.operators = operators;
    this.#trials = trials;
    this.#types = trials.map(() => new Map());
  }

  /** Declares an input, which the graph has in ONNX's order. */
  input(name: string, shape: readonly (number | string)[], dtype: DType): OnnxValue {
    this.#inputs.push({ name, shape, dtype });
    for (const [i, types] of this.#types.entries()) {
      const sizes = shape.map((size) => (typeof size === 'number' ? size : this.#trials[i][size]));
      types.set(name, { shape: sizes, dtype });
    }
    return this.value(name, ownOrder(shape.length));
  }

  /** Has the values of an input be known to those that ask for them. */
  give(name: string, values: ArrayLike<number>): void {
    const { dtype } = this.#typesOf(name)[0];
    const all = Float64Array.from(values, (value) => {
      return dtype === 'f32' ? value : narrowed(value, `a number of "${name}"`, dtype);
    });
    this.#early.set(name, { values: all, from: new Set([name]) });
  }

  /** Adds a constant under a name like this one, unless there are the same object and name already. */
  constant(name: string, constant: Constant): OnnxValue {
    const unique = this.constants.get(name) === constant ? name : this.#freshName(name);
    this.#setConstant(unique, constant);
    return this.value(unique, ownOrder(constant.shape.length));
  }

  /** Adds a constant of these values, row-major. */
  values(name: string, shape: Shape, values: ArrayLike<number>, dtype: DType): OnnxValue {
    return this.constant(name, toConstant(shape, values, dtype));
  }

  /** A value of the graph, stored in an order that the caller knows. */
  value(name: string, order: Order): OnnxValue {
    const { dtype } = this.#typesOf(name)[0];
    const sizes = this.sizes(name);
    return { name, order, dtype, shape: order.map((_, axis) => sizes[order.indexOf(axis)]) };
  }

  /** Sizes of a value's axes as they are stored. */
  sizes(name: string): Sizes {
    const [{ shape }, ...others] = this.#typesOf(name);
    return shape.map((size, axis) => {
      return others.every((other) => other.shape[axis] === size) ? size : undefined;
    });
  }

  /** Whether the numbers of a value are known before the run. */
  isKnown(name: string): boolean {
    return this.constants.has(name) || this.#early.has(name);
  }

  /** The numbers of a value that is known before the run, as they are stored. */
  known(name: string): Float64Array | undefined {
    const constant = this.constants.get(name);
    if (constant) return valuesOf(constant);
    const early = this.#early.get(name);
    for (const input of early?.from ?? []) this.#taken.add(input);
    return early?.values;
  }

  /**
   * The numbers of a small value, row-major as it is stored, as far as they are the same whatever the
   * named sizes are.
   */
  partlyKnown(name: string): readonly (number | undefined)[] | undefined {
    const [first, ...others] = this.#typesOf(name).map(({ known }) => known);
    if (!first || others.some((known) => known?.length !== first.length)) return undefined;
    return [...first].map((value, i) => {
      return others.every((known) => known?.[i] === value) ? value : undefined;
    });
  }

  /**
   * Adds a node, and returns the names of what it computes. What depends on constants and known sizes
   * alone is computed at once: then a constant has the name.
   *
   * @param like what the node and its values are called, as far as the names are free
   * @throws FaceGpuError that names the node
   */
  node<Name extends keyof AllOperators & string>(
    like: string,
    count: number,
    operator: Name,
    inputs: readonly string[],
    attributes?: AttributesFor<Name>,
  ): readonly string[] {
    const name = freshIn(this.#nodeNames, like);
    const outputs: string[] = [];
    for (let i = 0; i < count; i++) {
      const wanted = count === 1 ? like : `${like}:${i}`;
      outputs.push(freshIn({ has: (each) => this.#has(each) || outputs.includes(each) }, wanted));
    }
    const given = { ...attributes } as Attributes;
    // Attributes that were left out are no attributes.
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    const node: Node = {
      name,
      operator,
      inputs,
      outputs,
      attributes: Object.fromEntries(present),
    };
    this.#infer(node);
    const folded = this.#folded(node);
    if (folded) {
      folded.forEach((constant, i) => {
        this.#setConstant(outputs[i], constant);
      });
      return outputs;
    }
    this.#push(node);
    this.#setEarly(node);
    return outputs;
  }

  /** The name of a value's axes in this order, as they are stored there: moved, if need be. */
  ordered(value: OnnxValue, order: Order): string {
    if (sameOrder(value.order, order)) return value.name;
    const permutation = permutationBetween(value.order, order);
    const key = `${permutation} ${value.name}`;
    const before = this.#moved.get(key);
    if (before !== undefined) return before;
    const moved = this.#move(value, order, permutation);
    this.#moved.set(key, moved);
    return moved;
  }

  /**
   * The network, whose outputs have their ONNX names and order, without what they don't depend on.
   *
   * @param outputs by the names that they are to have
   */
  finish(outputs: ReadonlyMap<string, OnnxValue>): Network {
    const names = new Map<string, string>();
    for (const [wanted, value] of outputs) {
      const dense = this.ordered(value, ownOrder(value.order.length));
      const isComputed = this.#nodes.some((node) => node.outputs.includes(dense));
      const isFree = isComputed && !names.has(dense);
      names.set(isFree ? dense : this.#copy(dense, wanted), wanted);
    }
    // None of these passes asks what values are that another one added.
    const context = { operators: this.operators, types: this.#types[0] };
    const written: Network = {
      graph: { inputs: this.#inputs, outputs: [...names.keys()], nodes: this.#nodes },
      constants: this.constants,
    };
    const tidy = tidyPasses.reduce((network, pass) => pass.run(network, context), written);
    const { graph, constants } = renamed(tidy.graph, tidy.constants, names);
    const read = new Set([...graph.outputs, ...graph.nodes.flatMap((node) => node.inputs)]);
    const inputs = graph.inputs.filter(({ name }) => read.has(name) || !this.#taken.has(name));
    return { graph: { ...graph, inputs }, constants };
  }

  #infer(node: Node): void {
    for (const types of this.#types) {
      const inferred = inferNode(node, this.operators, types);
      node.outputs.forEach((output, i) => {
        types.set(output, inferred[i]);
      });
    }
  }

  #push(node: Node): void {
    this.#nodeNames.add(node.name);
    this.#nodes.push(node);
  }

  /** Keeps what a node computes, where it is little, and its inputs are known. */
  #setEarly(node: Node): void {
    if (this.#early.size === 0 || this.#trials.length > 1) return;
    const present = node.inputs.filter((input) => input !== '');
    const [types] = this.#types;
    const isSmall = [...present, ...node.outputs].every((name) => {
      return elementCount(shapeOf(types, name)) <= mostEarly;
    });
    if (!isSmall || !present.every((input) => this.isKnown(input))) return;
    const operands = new Map(present.map((input) => [input, this.#operand(input)]));
    const results = evaluated(node, operatorOf(node, this.operators), operands, types);
    const from = new Set(present.flatMap((input) => [...(this.#early.get(input)?.from ?? [])]));
    for (const [i, constant] of results?.entries() ?? []) {
      this.#early.set(node.outputs[i], { values: valuesOf(constant), from });
    }
  }

  /** A value that is known, as a constant. */
  #operand(name: string): Constant {
    const [{ shape, dtype }] = this.#typesOf(name);
    const early = this.#early.get(name)?.values ?? new Float64Array(elementCount(shape));
    return this.constants.get(name) ?? toConstant(shape, early, dtype);
  }

  #typesOf(name: string): readonly ValueType[] {
    return this.#types.map((types) => {
      const type = types.get(name);
      if (!type) throw new Error(`nothing is known of "${name}"`);
      return type;
    });
  }

  #setConstant(name: string, constant: Constant): void {
    this.constants.set(name, constant);
    for (const types of this.#types) types.set(name, typeOfConstant(constant));
  }

  #has(name: string): boolean {
    return this.#types[0].has(name);
  }

  #freshName(like: string): string {
    return freshIn({ has: (each) => this.#has(each) }, like);
  }

  /** The outputs of a node as constants, where they are known. */
  #folded(node: Node): readonly Constant[] | undefined {
    const [types, ...others] = this.#types;
    const isConstant = node.inputs.every((input) => input === '' || this.constants.has(input));
    if (isConstant) {
      const constants = evaluated(node, operatorOf(node, this.operators), this.constants, types);
      if (constants) return constants;
    }
    const constants = node.outputs.map((output) => {
      const known = types.get(output)?.known;
      const isSame = others.every((other) => sameNumbers(other.get(output)?.known, known));
      const type = types.get(output);
      return known && type && isSame ? toConstant(type.shape, known, type.dtype) : undefined;
    });
    const all = constants.filter((constant) => constant !== undefined);
    return all.length === node.outputs.length ? all : undefined;
  }

  #move(value: OnnxValue, order: Order, permutation: readonly number[]): string {
    const like = `${value.name}|${permutation.join('')}`;
    const constant = this.constants.get(value.name);
    if (constant && keepsAffine(constant, permutation)) {
      return this.constant(like, permuted(constant, permutation)).name;
    }
    // Moving axes of size 1 moves no elements.
    const isView = sameOrder(
      value.order.filter((axis) => value.shape[axis] !== 1),
      order.filter((axis) => value.shape[axis] !== 1),
    );
    const sizes = stored(value.shape, order);
    const unknown = sizes.filter((size) => size === undefined).length;
    if (isView && unknown <= 1) {
      const shape = sizes.map((size) => size ?? -1);
      return this.node(like, 1, 'reshape', [value.name], { shape })[0];
    }
    return this.node(like, 1, 'transpose', [value.name], { permutation })[0];
  }

  /** A value of its own with the same elements. */
  #copy(name: string, like: string): string {
    const copy: Node = {
      name: freshIn(this.#nodeNames, like),
      operator: 'slice',
      inputs: [name],
      outputs: [this.#freshName(like)],
      // A part that is all of it.
      attributes: { starts: [], ends: [] },
    };
    this.#infer(copy);
    this.#push(copy);
    return copy.outputs[0];
  }
}

/** A name like this one that isn't taken. */
function freshIn(taken: { has(name: string): boolean }, like: string): string {
  const name = like || 'value';
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}:${number}`)) number++;
  return `${name}:${number}`;
}

function sameNumbers(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  return a?.length === b?.length && (a ?? []).every((value, i) => value === b?.[i]);
}

/** Whether an affine goes for the last axis still once axes are moved: that one stays, or all have the same. */
function keepsAffine({ affine }: Constant, permutation: readonly number[]): boolean {
  return !affine || permutation.at(-1) === permutation.length - 1 || isUniform(affine);
}

/** A constant with its axes moved. Halves and bytes stay what they are. */
function permuted(constant: Constant, permutation: readonly number[]): Constant {
  const { shape, dtype, stored, affine } = constant;
  const raw = valuesOf({ shape, dtype: stored.dtype, stored });
  const moved = transposeValues(raw, shape, permutation);
  const { stored: result } = toConstant([moved.length], moved, stored.dtype);
  const sizes = permutation.map((axis) => shape[axis]);
  if (!affine) return { shape: sizes, dtype, stored: result };
  const { scale, offset } = affine;
  const last = sizes.at(-1) ?? 1;
  if (last === scale.length) return { shape: sizes, dtype, stored: result, affine };
  const each = ([value = 0]: Float64Array) => new Float64Array(last).fill(value);
  return {
    shape: sizes,
    dtype,
    stored: result,
    affine: { scale: each(scale), offset: each(offset) },
  };
}

/** A graph whose values have other names; what had one of those gets another. */
function renamed(
  { inputs, outputs, nodes }: Graph,
  constants: ReadonlyMap<string, Constant>,
  names: ReadonlyMap<string, string>,
): Network {
  const all = new Map(names);
  const wanted = new Set(names.values());
  const present = new Set([
    ...inputs.map(({ name }) => name),
    ...nodes.flatMap((node) => node.outputs),
    ...constants.keys(),
  ]);
  for (const name of present) {
    if (!wanted.has(name) || names.has(name)) continue;
    all.set(name, freshIn({ has: (each) => present.has(each) || wanted.has(each) }, `${name}:`));
  }
  const nameOf = (name: string) => all.get(name) ?? name;
  return {
    graph: {
      inputs,
      outputs: outputs.map(nameOf),
      nodes: nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(nameOf),
        outputs: node.outputs.map(nameOf),
      })),
    },
    constants: new Map([...constants].map(([name, constant]) => [nameOf(name), constant])),
  };
}
