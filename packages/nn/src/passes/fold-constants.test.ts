import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../ir/builder.ts';
import { toConstant, valuesOf } from '../ir/constant.ts';
import type { Constant, Graph, Network } from '../ir/graph.ts';
import { type Dimensions, inferTypes } from '../ir/infer-types.ts';
import { allOperators } from '../operators/all.ts';
import { foldConstants } from './fold-constants.ts';
import { removeDeadCode } from './remove-dead-code.ts';

function folded(
  graph: Graph,
  constants: Record<string, Constant> = {},
  dimensions: Dimensions = {},
): Network {
  return [foldConstants, removeDeadCode].reduce(
    (network: Network, pass) => {
      const types = inferTypes(network, allOperators, dimensions);
      return pass.run(network, { operators: allOperators, types });
    },
    { graph, constants: new Map(Object.entries(constants)) },
  );
}

function operators({ graph }: Network): string[] {
  return graph.nodes.map(({ operator }) => operator);
}

describe('constant folding', () => {
  it('computes shapes, whatever the sizes are that were given by name', () => {
    // As exporters write sizes that follow from others.
    const b = new GraphBuilder();
    const x = b.input('x', ['batch', 'size', 3, 2]);
    const sizes = b.node('sizes', 'shape', [x]);
    const [batch, , rest] = b.nodeOf('parts', ['n', 'h', 'rest'], 'split', [sizes], {
      axis: 0,
      sizes: [1, 1, 2],
    });
    const second = b.node('second', 'gather', [sizes, 'one']);
    const halved = b.node('halved', 'div', [second, 'two']);
    const wanted = b.node('wanted', 'concat', [batch, rest, halved, 'left'], { axis: 0 });
    const sum = b.node('sum', 'add', [x, x]);
    const graph = b.build(b.node('y', 'reshape', [sum, wanted]));
    const constants = {
      one: toConstant([1], [1], 'u32'),
      two: toConstant([1], [2], 'i32'),
      left: toConstant([1], [-1], 'i32'),
    };
    const result = folded(graph, constants, { batch: 5, size: 4 });
    expect(operators(result)).toEqual(['add', 'reshape']);
    const types = inferTypes(result, allOperators, { batch: 5, size: 4 });
    expect(types.get('y')).toMatchObject({ shape: [5, 3, 2, 2, 2], dtype: 'f32' });
    const other = folded(graph, constants, { batch: 2, size: 8 });
    const otherTypes = inferTypes(other, allOperators, { batch: 2, size: 8 });
    expect(otherTypes.get('y')?.shape).toEqual([2, 3, 2, 4, 2]);
  });

  it('keeps whole numbers whole', () => {
    const b = new GraphBuilder();
    const third = b.node('third', 'div', ['a', 'three']);
    const halves = b.node('halves', 'cast', ['h'], { to: 'i32' });
    const sum = b.node('sum', 'add', [third, halves]);
    const real = b.node('real', 'cast', [sum], { to: 'f32' });
    const x = b.input('x', [3]);
    const { constants, graph } = folded(b.build(b.node('y', 'mul', [x, real])), {
      a: toConstant([3], [7, -7, 2 ** 31 - 1], 'i32'),
      three: toConstant([], [3], 'i32'),
      h: toConstant([3], [0.5, -1.5, 2.5]),
    });
    expect(graph.nodes.map(({ name }) => name)).toEqual(['y']);
    expect([...constants.keys()]).toEqual(['real']);
    const values = [...valuesOf(constants.get('real') as Constant)];
    expect(values).toEqual([2, -3, Math.fround(715827884)]);
  });

  it('shares what is stored under another shape, as long as its scales mean the same', () => {
    const stored = { dtype: 'u8', bytes: Uint8Array.of(1, 2, 3, 4) } as const;
    const affine = { scale: Float64Array.of(1, 10), offset: Float64Array.of(0, 0) };
    const weight: Constant = { shape: [2, 2], dtype: 'f32', stored, affine };
    const reshaped = (shape: number[]) => {
      const b = new GraphBuilder();
      const w = b.node('w', 'reshape', ['weight'], { shape });
      const graph = b.build(b.node('y', 'add', [b.input('x', shape), w]));
      return folded(graph, { weight }).constants.get('w') as Constant;
    };
    expect(reshaped([1, 2, 1, 2]).stored).toBe(stored);
    expect(reshaped([4]).stored).not.toBe(stored);
    expect([...valuesOf(reshaped([4]))]).toEqual([1, 20, 3, 40]);
  });

  it('leaves alone what would grow, what is read back, and what depends on an input', () => {
    const b = new GraphBuilder();
    const large = b.node('large', 'add', ['column', 'row']);
    const kept = b.node('kept', 'relu', ['row']);
    const moved = b.node('moved', 'transpose', [b.input('x', [2, 3])], { permutation: [1, 0] });
    const result = folded(b.build(large, b.node('y', 'add', [large, large]), kept, moved), {
      column: toConstant([300, 1], new Float32Array(300)),
      row: toConstant([1, 300], new Float32Array(300)),
    });
    expect(operators(result)).toEqual(['add', 'relu', 'transpose', 'add']);
  });

  it('asks for a shape that is known', () => {
    const b = new GraphBuilder();
    const [x, s] = [b.input('x', [6]), b.input('s', [2], 'i32')];
    expect(() => folded(b.build(b.node('y', 'reshape', [x, s])))).toThrow(
      expect.objectContaining({
        code: 'bad-model',
        message: 'reshape: shape is not known before the run (node "y")',
      }),
    );
  });
});

describe('the removal of dead code', () => {
  it('drops nodes and weights that no output needs, and keeps a node that has one', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [4]);
    const [left] = b.nodeOf('halves', ['left', 'right'], 'split', [x], { axis: 0, sizes: [2, 2] });
    b.node('unread', 'relu', [b.node('before', 'add', [x, 'w'])]);
    const y = b.node('y', 'mul', [left, 'v']);
    const weights = { w: toConstant([4], [1, 2, 3, 4]), v: toConstant([2], [1, 2]) };
    const network = { graph: b.build(y), constants: new Map(Object.entries(weights)) };
    const types = inferTypes(network, allOperators, {});
    const result = removeDeadCode.run(network, { operators: allOperators, types });
    expect(result.graph.nodes.map(({ name }) => name)).toEqual(['halves', 'y']);
    expect([...result.constants.keys()]).toEqual(['v']);
    expect(result.graph.inputs).toEqual(network.graph.inputs);
  });
});
