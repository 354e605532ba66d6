import { elementCount } from '@facegpu/kernels';
import { Random, roundTo } from '@facegpu/kernels/testing';
import {
  type Attributes,
  type Constant,
  type GraphInput,
  inferTypes,
  type Network,
  type Node,
  toConstant,
} from '@facegpu/nn';
import { type CaseInput, evaluate, type Operand } from '@facegpu/nn/testing';
import { trainingOperators } from '../operators/all.ts';
import { trainingReferences } from './references.ts';

/** One operator and what it is tried with; attributes as a node has them. */
export interface GradientCase {
  readonly inputs: readonly CaseInput[];
  readonly attributes: Attributes;
  readonly outputs: number;
}

/** A graph of one operator, and a loss: the sum of its outputs, each element times a number drawn for it. */
export interface Trial {
  readonly network: Network;
  readonly values: Readonly<Record<string, Operand>>;
  /** The inputs that can be differentiated by. */
  readonly by: readonly string[];
}

export const loss = 'loss';

/** Every real input is one of the graph's, whatever the case says of weights: all may be trained. */
export function trialOf(operator: string, { inputs, attributes, outputs }: GradientCase): Trial {
  const random = new Random(1);
  const values: Record<string, Operand> = {};
  const constants = new Map<string, Constant>();
  const given: GraphInput[] = [];
  const by: string[] = [];
  const input = (name: string, shape: readonly number[], dtype: GraphInput['dtype']) => {
    given.push({ name, shape, dtype });
    return name;
  };
  const operands = inputs.map(({ kind, shape, dtype, low, high }, i) => {
    if (kind === 'absent') return '';
    const drawn = Float64Array.from({ length: elementCount(shape) }, () => {
      return dtype === 'f32' ? random.uniform(low, high) : random.integer(low, high);
    });
    const name = `input ${i}`;
    const rounded = roundTo(drawn, dtype);
    if (dtype !== 'f32' && kind === 'weight') {
      constants.set(name, toConstant(shape, rounded, dtype));
      return name;
    }
    values[input(name, shape, dtype)] = { shape, values: rounded };
    if (dtype === 'f32') by.push(name);
    return name;
  });
  const names = Array.from({ length: outputs }, (_, i) => `output ${i}`);
  const node: Node = { name: 'the node', operator, inputs: operands, outputs: names, attributes };
  const nodes = [node];
  const add = (name: string, operator: string, inputs: readonly string[], given = {}) => {
    nodes.push({ name, operator, inputs, outputs: [name], attributes: given });
    return name;
  };
  const alone = { graph: { inputs: given, outputs: names, nodes: [node] }, constants };
  const computed = evaluate(alone, values, trainingReferences);
  const types = inferTypes(alone, trainingOperators, {});
  const parts = names.map((name) => {
    const { shape } = computed.get(name) as Operand;
    const weights = input(`weights of ${name}`, shape, 'f32');
    const drawn = Float64Array.from({ length: elementCount(shape) }, () => random.uniform(-1, 1));
    values[weights] = { shape, values: roundTo(drawn, 'f32') };
    const isReal = types.get(name)?.dtype === 'f32';
    const real = isReal ? name : add(`real ${name}`, 'cast', [name], { to: 'f32' });
    const weighted = add(`weighted ${name}`, 'mul', [real, weights]);
    return add(`sum of ${name}`, 'reduceSum', [weighted], { keepDims: false });
  });
  const sum = parts.reduce((a, b) => add(`${a} + ${b}`, 'add', [a, b]));
  add(loss, 'mul', [sum, 'one']);
  input('one', [], 'f32');
  values.one = { shape: [], values: Float64Array.of(1) };
  const network = { graph: { inputs: given, outputs: [loss], nodes }, constants };
  return { network, values, by };
}

/** How far apart the two points of a central difference are from the middle. */
const step = 1e-5;

/** Elements of an input by which the loss is differentiated: all, or so many that are drawn. */
const most = 48;

/** The slope of the loss along some elements of an input, by central differences of the float64 references. */
export function slopes({ network, values }: Trial, name: string): ReadonlyMap<number, number> {
  const { shape, values: at } = values[name];
  const random = new Random(2);
  const all = Array.from({ length: at.length }, (_, i) => i);
  const chosen =
    at.length <= most ? all : Array.from({ length: most }, () => random.integer(0, at.length - 1));
  const lossAt = (index: number, offset: number): number => {
    const moved = at.slice();
    moved[index] += offset;
    const inputs = { ...values, [name]: { shape, values: moved } };
    return evaluate(network, inputs, trainingReferences).get(loss)?.values[0] ?? Number.NaN;
  };
  return new Map(
    chosen.map((index) => [index, (lossAt(index, step) - lossAt(index, -step)) / (2 * step)]),
  );
}
