import {
  type Arranged,
  arrange,
  ConstantTensor,
  type Dispatch,
  type DType,
  encode,
  expand,
  FaceGpuError,
  identity,
  isConstant,
  isReal,
  type RealType,
  requireSpec,
  type Target,
  Tensor,
  type TensorSpec,
} from '@facegpu/kernels';
import { toWeight } from '../ir/constant.ts';
import type { Constant, Constants, Network, Node, ValueTypes } from '../ir/graph.ts';
import { namingNode } from '../ir/naming-node.ts';
import { readAttributes } from '../operators/attributes.ts';
import type { InferContext, Operator, OperatorTable } from '../operators/operator.ts';
import { operatorOf } from '../operators/operator-of.ts';
import type { Layouts } from './assign-layouts.ts';
import { copyTensor } from './copy-tensor.ts';
import { layoutsAgree } from './repack.ts';

export interface LowerOptions {
  readonly target: Target;
  /** With `repack`. */
  readonly operators: OperatorTable;
  readonly types: ValueTypes;
  readonly layouts: Layouts;
  /** What f32 values are kept in. */
  readonly real: RealType;
  readonly live: Tensor | undefined;
  /** Inputs that have a tensor already. */
  readonly given: ReadonlyMap<string, Tensor>;
  /** Called with the tensor of each value, before anything is made that computes it. */
  readonly onTensor: (tensor: Tensor) => void;
}

/** The dispatches of a network, over tensors that have no storage yet. */
export interface Lowered extends Arranged {
  /** By value name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Turns each node into dispatches. */
export function lower({ graph, constants }: Network, options: LowerOptions): Lowered {
  const { operators, types, layouts, real, live, given, onTensor } = options;
  const tensors = new Map<string, Tensor>();
  const kept = (dtype: DType) => (dtype === 'f32' ? real : dtype);
  const specOf = (value: string): TensorSpec => {
    const { shape, dtype } = types.get(value) ?? { shape: [], dtype: real };
    return { shape, dtype: kept(dtype), layout: layouts.get(value) ?? 'dense' };
  };
  const create = (name: string) => {
    const tensor = new Tensor(name, specOf(name));
    onTensor(tensor);
    tensors.set(name, tensor);
    return tensor;
  };
  for (const { name } of graph.inputs) {
    const tensor = given.get(name);
    if (!tensor) {
      create(name);
      continue;
    }
    requireSpec('compile', `input "${name}"`, tensor, specOf(name));
    tensors.set(name, tensor);
  }

  const dispatches: Dispatch[] = [];
  const add = (node: Node, lowered: readonly Dispatch[]) => {
    for (const dispatch of lowered) dispatches.push({ ...dispatch, label: node.name });
  };
  /** Has a value be a tensor that is there already. What is read back is no constant, but a copy of it. */
  const show = (node: Node, name: string, tensor: Tensor) => {
    if (!isConstant(tensor) || !graph.outputs.includes(name)) {
      tensors.set(name, tensor);
      return;
    }
    add(node, copyTensor(tensor, create(name)));
  };
  for (const node of graph.nodes) {
    const operator = operatorOf(node, operators);
    if (node.outputs.every((name) => types.get(name)?.known)) {
      for (const name of node.outputs) {
        show(node, name, new ConstantTensor(name, specOf(name), encodeKnown(types, name)));
      }
      continue;
    }
    const context = {
      node,
      attributes: readAttributes(node, operator.attributes),
      inputs: node.inputs.map((input) => types.get(input)),
      tensors: node.inputs.map((input, i) => {
        if (operator.weights?.includes(i)) return undefined;
        const constant = constants.get(input);
        return constant ? expanded(input, constant, kept(constant.dtype)) : tensors.get(input);
      }),
      weights: node.inputs.map((input, i) => {
        if (!operator.weights?.includes(i)) return undefined;
        const constant = constants.get(input);
        if (constant) return toWeight(input, constant);
        const tensor = tensors.get(input);
        return tensor && { tensor };
      }),
    };
    if (live && mixesBatch(operator, context, constants)) throw losesBatch(node);
    const [first] = context.tensors;
    const { shape, layout } = specOf(node.outputs[0]);
    const isView = operator.isView || (node.operator === 'repack' && layoutsAgree(shape));
    if (isView && first) {
      show(node, node.outputs[0], first.view(shape, layout));
      continue;
    }
    const outputs = node.outputs.map(create);
    const [output] = outputs;
    const { target } = options;
    const activation = node.activation ?? identity;
    const lowered = namingNode(node, () => {
      return operator.lower({ ...context, target, outputs, output, activation, live });
    });
    add(node, lowered);
  }
  return { ...arrange(dispatches), tensors };
}

/** A constant as what it stands for. */
function expanded(name: string, constant: Constant, dtype: DType): Tensor {
  const weight = toWeight(name, constant);
  return isReal(dtype) ? expand(weight, dtype) : weight.tensor;
}

/** Whether images that aren't live could change the others; weights that are computed hold no images. */
function mixesBatch(operator: Operator, context: InferContext, constants: Constants): boolean {
  const isComputed = (index: number) => {
    const name = context.node.inputs[index] ?? '';
    return name !== '' && !constants.has(name) && !context.inputs[index]?.known;
  };
  return operator.keepsBatch?.(context) === false || (operator.weights ?? []).some(isComputed);
}

function encodeKnown(types: ValueTypes, name: string) {
  const { known, dtype } = types.get(name) ?? {};
  return encode(known ?? [], dtype ?? 'i32');
}

function losesBatch(node: Node): FaceGpuError {
  return new FaceGpuError(
    'unsupported-op',
    `${node.operator} mixes the images of a batch (node "${node.name}")`,
    'Compile without a live batch.',
  );
}
