import {
  ConstantTensor,
  type Dispatch,
  encode,
  FaceGpuError,
  identity,
  type RealType,
  type Target,
  Tensor,
  type TensorSpec,
} from '@facegpu/kernels';
import { valuesOf } from '../ir/constant.ts';
import type { Constant, Network, Node } from '../ir/graph.ts';
import { NodeAttributes } from '../operators/attributes.ts';
import type { OperatorTable } from '../operators/operator.ts';
import { layoutsAgree } from '../operators/repack.ts';
import type { Layouts } from '../passes/assign-layouts.ts';
import { namingNode, operatorOf } from '../passes/infer-shapes.ts';
import type { Shapes } from '../passes/pass.ts';

export interface LowerOptions {
  readonly target: Target;
  readonly operators: OperatorTable;
  readonly shapes: Shapes;
  readonly layouts: Layouts;
  readonly real: RealType;
  readonly live: Tensor | undefined;
  /** Called with each dispatch as soon as it is known, before the weights of the next are packed. */
  readonly onDispatch: (dispatch: Dispatch) => void;
}

/** The dispatches of a network, over tensors that have no storage yet. */
export interface Lowered {
  readonly dispatches: readonly Dispatch[];
  /** By value name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Turns each node into dispatches. */
export function lower({ graph, constants }: Network, options: LowerOptions): Lowered {
  const { operators, shapes, layouts, real, live, onDispatch } = options;
  const tensors = new Map<string, Tensor>();
  const specOf = (value: string): TensorSpec => ({
    shape: shapes.get(value) ?? [],
    dtype: real,
    layout: layouts.get(value) ?? 'dense',
  });
  for (const { name } of graph.inputs) tensors.set(name, new Tensor(name, specOf(name)));

  const dispatches: Dispatch[] = [];
  for (const node of graph.nodes) {
    const operator = operatorOf(node, operators);
    const context = {
      node,
      attributes: new NodeAttributes(node),
      shapes: node.inputs.map((input) => shapes.get(input)),
      constants: node.inputs.map((input) => constants.get(input)),
      tensors: node.inputs.map((input, i) => {
        const constant = constants.get(input);
        if (!constant) return tensors.get(input);
        return operator.weights?.includes(i) ? undefined : constantTensor(input, constant, real);
      }),
    };
    if (live && operator.keepsBatch?.(context) === false) throw losesBatch(node);
    const [first] = context.tensors;
    const { shape, layout } = specOf(node.output);
    const isView = operator.isView || (node.operator === 'repack' && layoutsAgree(shape));
    if (isView && first) {
      tensors.set(node.output, first.view(shape, layout));
      continue;
    }
    const output = new Tensor(node.output, specOf(node.output));
    tensors.set(node.output, output);
    const { target } = options;
    const activation = node.activation ?? identity;
    const lowered = namingNode(node, () => {
      return operator.lower({ ...context, target, output, activation, live });
    });
    for (const dispatch of lowered) {
      dispatches.push({ ...dispatch, label: node.name });
      onDispatch(dispatch);
    }
  }
  return { dispatches, tensors };
}

function constantTensor(name: string, constant: Constant, dtype: RealType): Tensor {
  const spec = { shape: constant.shape, dtype, layout: 'dense' } as const;
  return new ConstantTensor(name, spec, encode(valuesOf(constant), dtype));
}

function losesBatch(node: Node): FaceGpuError {
  return new FaceGpuError(
    'unsupported-op',
    `${node.operator} mixes the images of a batch (node "${node.name}")`,
    'Compile without a live batch.',
  );
}
