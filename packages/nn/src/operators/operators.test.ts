import { type Device, elementCount, type RealType } from '@facegpu/kernels';
import { difference, Random, roundTo, tolerances, useDevice } from '@facegpu/kernels/testing';
import { describe, expect, it } from 'vitest';
import { compile } from '../compile.ts';
import { toConstant } from '../ir/constant.ts';
import type { Attributes, Constant, Network, Node } from '../ir/graph.ts';
import type { Pass } from '../passes/pass.ts';
import type { OperatorCase } from '../testing/case-inputs.ts';
import { evaluate } from '../testing/evaluate.ts';
import { operatorCases } from '../testing/operator-cases.ts';
import type { Operand } from '../testing/reference.ts';
import { type AllOperators, allOperators } from './all.ts';
import type { Operator } from './operator.ts';

/** A case as a graph, with values for its inputs. */
interface Trial {
  readonly network: Network;
  readonly inputs: Readonly<Record<string, Operand>>;
}

const names = Object.keys(allOperators) as (keyof AllOperators)[];

it('every operator has cases', () => {
  const without = names.filter((name) => !operatorCases[name]?.length);
  expect(without).toEqual([]);
  expect(Object.keys(operatorCases).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const lane = useDevice();

  it.for(['f32', 'f16'] as const)('computes what its reference does: %s', async (real, test) => {
    const device = lane.device(test.task.meta);
    if (real === 'f16' && !device.has('shader-f16')) test.skip('the adapter lacks shader-f16');
    for (const [i, kase] of operatorCases[name].entries()) {
      const random = new Random(i);
      const alone = trialOf(name, kase, random, real);
      if (kase.needsFolding) {
        await check(joined(alone), device, real, `case ${i}, folded`, [undefined]);
        continue;
      }
      await check(alone, device, real, `case ${i}`);
      const { fusesActivation, fusesInputActivation }: Operator = allOperators[name];
      const isReal = kase.inputs.every(({ dtype }) => dtype === 'f32');
      if (isReal && (fusesActivation || fusesInputActivation)) {
        await check(between(alone), device, real, `case ${i} between activations`);
      }
    }
  });
});

/** The operator by itself. */
function trialOf(
  operator: keyof AllOperators,
  { inputs, attributes: [attributes = {}] }: OperatorCase,
  random: Random,
  real: RealType,
): Trial {
  const constants = new Map<string, Constant>();
  const values: Record<string, Operand> = {};
  const operands = inputs.map(({ kind, shape, dtype, low, high }, i) => {
    if (kind === 'absent') return '';
    const drawn = Float64Array.from({ length: elementCount(shape) }, () => {
      return dtype === 'f32' ? random.uniform(low, high) : random.integer(low, high);
    });
    const name = `${kind} ${i}`;
    const rounded = roundTo(drawn, dtype === 'f32' ? real : dtype);
    if (kind === 'weight') constants.set(name, toConstant(shape, rounded, dtype));
    else values[name] = { shape, values: rounded };
    return name;
  });
  const { outputs: most = 1 }: Operator = allOperators[operator];
  const outputs = 'sizes' in attributes && operator === 'split' ? attributes.sizes.length : most;
  const node: Node = {
    name: 'the node',
    operator,
    inputs: operands,
    outputs: Array.from({ length: outputs }, (_, i) => `output ${i}`),
    attributes: attributes as Attributes,
  };
  const given = inputs.flatMap(({ kind, shape, dtype }, i) => {
    return kind === 'given' ? [{ name: `given ${i}`, shape, dtype }] : [];
  });
  const graph = { inputs: given, outputs: node.outputs, nodes: [node] };
  return { network: { graph, constants }, inputs: values };
}

/** The same with an activation before its first input and one after its output, for passes to fuse. */
function between({ network: { graph, constants }, inputs }: Trial): Trial {
  const [node] = graph.nodes;
  const [first, ...rest] = node.inputs;
  const before = { name: 'before', operator: 'relu6', inputs: [first], outputs: ['before'] };
  const after = { name: 'after', operator: 'leakyRelu', inputs: node.outputs, outputs: ['after'] };
  const nodes = [
    { ...before, attributes: {} },
    { ...node, inputs: ['before', ...rest] },
    { ...after, attributes: { slope: 0.5 } },
  ];
  return { network: { graph: { ...graph, outputs: ['after'], nodes }, constants }, inputs };
}

/** The same before another operator: outputs of the graph aren't folded. */
function joined({ network: { graph, constants }, inputs }: Trial): Trial {
  const after = { name: 'after', operator: 'concat', inputs: graph.outputs, outputs: ['after'] };
  const nodes = [...graph.nodes, { ...after, attributes: { axis: 0 } }];
  return { network: { graph: { ...graph, outputs: ['after'], nodes }, constants }, inputs };
}

/** Compiles and runs a graph, with and without passes unless told. */
async function check(
  { network, inputs }: Trial,
  device: Device,
  real: RealType,
  what: string,
  choices: readonly (readonly Pass[] | undefined)[] = [undefined, []],
) {
  const expected = evaluate(network, inputs);
  const given = Object.entries(inputs).map(([name, { values }]) => [name, values]);
  for (const passes of choices) {
    const plan = await compile(network, device, {
      operators: allOperators,
      precision: real,
      ...(passes && { passes }),
    });
    const results = await plan.run(Object.fromEntries(given));
    for (const name of network.graph.outputs) {
      const where = `${what}, ${name}, ${passes ? 'no' : 'all'} passes`;
      const { shape, values } = expected.get(name) as Operand;
      expect(plan.output(name).shape, where).toEqual(shape);
      const tolerance = tolerances[real];
      expect(difference(results[name], values, shape, tolerance), where).toBeUndefined();
    }
    plan.dispose();
  }
}
