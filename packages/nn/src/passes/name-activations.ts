import { elementCount, sameShape } from '@facegpu/kernels';
import { toConstant, valuesOf } from '../ir/constant.ts';
import type { Constant, Constants, Network, Node } from '../ir/graph.ts';
import { shapeOf } from '../ir/infer-types.ts';
import { readAttributes } from '../operators/attributes.ts';
import { unaryOperators } from '../operators/unary.ts';
import { type Pass, type PassContext, Uses } from './pass.ts';

/**
 * Finds activations that a model spells out, as exporters write those that they have no operator for, and
 * says them as what can be folded and fused. `x · relu6(x + 3) / 6` is a hard swish. A hard sigmoid,
 * `relu6(y) / 6` or one that is called so, becomes a multiple of what it is of, kept between 0 and 1:
 * a convolution takes the one into its weights, and the other as its activation.
 */
export const nameActivations: Pass = {
  name: 'name activations',
  run(network, context) {
    const finder = new Finder(network, context);
    const constants = new Map(network.constants);
    const nodes = network.graph.nodes.flatMap((node) => {
      return finder.hardSwish(node) ?? finder.hardSigmoid(node, constants) ?? node;
    });
    return { graph: { ...network.graph, nodes }, constants };
  },
};

class Finder {
  readonly #uses: Uses;
  readonly #constants: Constants;
  readonly #context: PassContext;

  constructor({ graph, constants }: Network, context: PassContext) {
    this.#uses = new Uses(graph);
    this.#constants = constants;
    this.#context = context;
  }

  /** A node that ends a hard swish, as one. */
  hardSwish(node: Node): Node | undefined {
    if (!this.#has('hardSwish') || node.activation) return undefined;
    const gated = this.#scaled(node, 1 / 6);
    const product = gated === undefined ? node : this.#uses.writer(gated);
    if (product?.operator !== 'mul' || product.activation) return undefined;
    const [a, b] = product.inputs;
    for (const [x, gate] of [
      [a, b],
      [b, a],
    ]) {
      const from = gated === undefined ? this.#gateOf(gate) : this.#raised(gate);
      if (from !== x || !this.#isLike(x, node.outputs[0])) continue;
      return { ...node, operator: 'hardSwish', inputs: [x], attributes: {} };
    }
    return undefined;
  }

  /**
   * A node that ends a hard sigmoid, as a multiple between bounds.
   *
   * @param constants get its factors
   */
  hardSigmoid(node: Node, constants: Map<string, Constant>): Node[] | undefined {
    if (!this.#has('clip') || node.activation) return undefined;
    const relu = this.#scaled(node, 1 / 6);
    const bounded = relu === undefined ? undefined : this.#uses.writer(relu);
    if (relu !== undefined && bounded?.operator === 'relu6') {
      const [y] = bounded.inputs;
      if (bounded.activation || this.#uses.onlyReader(relu) !== node) return undefined;
      return linear(node, y, { alpha: 1 / 6, beta: 0 }, constants);
    }
    if (node.operator !== 'hardSigmoid') return undefined;
    const [x] = node.inputs;
    const producer = this.#uses.writer(x)?.operator;
    const folds = producer === 'conv2d' || producer === 'gemm';
    if (!folds || this.#uses.onlyReader(x) !== node) return undefined;
    return linear(node, x, lineOf(node), constants);
  }

  /** The value whose hard sigmoid of a slope of 1/6 a value is. */
  #gateOf(value: string): string | undefined {
    const node = this.#uses.writer(value);
    if (!node || node.activation) return undefined;
    if (node.operator === 'hardSigmoid') {
      const { alpha, beta } = lineOf(node);
      return isNear(alpha, 1 / 6) && isNear(beta, 0.5) ? node.inputs[0] : undefined;
    }
    const relu = this.#scaled(node, 1 / 6);
    return relu === undefined ? undefined : this.#raised(relu);
  }

  /** The value x, where this one is relu6(x + 3). */
  #raised(value: string): string | undefined {
    const relu = this.#uses.writer(value);
    if (relu?.operator !== 'relu6' || relu.activation) return undefined;
    const sum = this.#uses.writer(relu.inputs[0]);
    if (sum?.operator !== 'add' || sum.activation) return undefined;
    const [a, b] = sum.inputs;
    if (this.#isNumber(b, 3)) return a;
    return this.#isNumber(a, 3) ? b : undefined;
  }

  /** The value of which a node is a multiple by this factor. */
  #scaled({ operator, inputs: [a, b] }: Node, factor: number): string | undefined {
    if (operator === 'div' && this.#isNumber(b, 1 / factor)) return a;
    if (operator !== 'mul') return undefined;
    if (this.#isNumber(b, factor)) return a;
    return this.#isNumber(a, factor) ? b : undefined;
  }

  #isNumber(value: string, number: number): boolean {
    const constant = this.#constants.get(value);
    if (!constant || elementCount(constant.shape) !== 1) return false;
    return isNear(valuesOf(constant)[0], number);
  }

  #isLike(a: string, b: string): boolean {
    const { types } = this.#context;
    return sameShape(shapeOf(types, a), shapeOf(types, b));
  }

  #has(operator: string): boolean {
    return Object.hasOwn(this.#context.operators, operator);
  }
}

/** The line of which a hard sigmoid is the part between 0 and 1. */
function lineOf(node: Node) {
  return readAttributes(node, unaryOperators.hardSigmoid.attributes);
}

/** clip(x · alpha + beta) between 0 and 1, in the place of a node. */
function linear(
  node: Node,
  x: string,
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
  constants: Map<string, Constant>,
): Node[] {
  const { name, outputs } = node;
  const step = (operator: 'mul' | 'add', input: string, number: number): Node => {
    const factor = `${name} ${operator} ${number}`;
    constants.set(factor, toConstant([], [number]));
    const output = `${name} ${operator}`;
    return { name: output, operator, inputs: [input, factor], outputs: [output], attributes: {} };
  };
  const product = step('mul', x, alpha);
  const steps = beta === 0 ? [product] : [product, step('add', product.outputs[0], beta)];
  const [last] = steps.slice(-1);
  const attributes = { low: 0, high: 1 };
  return [...steps, { name, operator: 'clip', inputs: [...last.outputs], outputs, attributes }];
}

/** Whether two numbers are the same but for what f32 loses of them. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.abs(b);
}
