import { allOperators, GraphBuilder } from '@facegpu/nn';
import { evaluate } from '@facegpu/nn/testing';
import { describe, expect, it } from 'vitest';
import { gradients } from '../gradients/all.ts';
import { differentiate } from './differentiate.ts';

const operators = allOperators;
const number = (value: number) => ({ shape: [], values: Float64Array.of(value) });

describe('differentiate', () => {
  it('sums what is read in several places', () => {
    const b = new GraphBuilder();
    const x = b.input('x', []);
    const square = b.node('square', 'mul', [x, x]);
    const loss = b.node('loss', 'add', [square, x]);
    const network = { graph: b.build(loss), constants: new Map() };
    const result = differentiate(network, { operators, gradients, loss, by: ['x'] });
    const values = evaluate(result.network, { x: number(3) });
    expect(values.get(result.gradients.get('x') ?? '')?.values).toEqual(Float64Array.of(7));
  });

  it('differentiates by what nodes compute, and leaves out what nobody asked for', () => {
    const b = new GraphBuilder();
    const [x, y] = [b.input('x', []), b.input('y', [])];
    const inner = b.node('inner', 'mul', [x, y]);
    const loss = b.node('loss', 'mul', [inner, y]);
    const network = { graph: b.build(loss), constants: new Map() };
    const result = differentiate(network, { operators, gradients, loss, by: [inner] });
    const values = evaluate(result.network, { x: number(2), y: number(5) });
    expect(values.get(result.gradients.get(inner) ?? '')?.values).toEqual(Float64Array.of(5));
    expect(result.network.graph.nodes).toHaveLength(3);
  });

  it('gives one who asks for the loss itself a one', () => {
    const b = new GraphBuilder();
    const loss = b.node('loss', 'neg', [b.input('x', [1])]);
    const network = { graph: b.build(loss), constants: new Map() };
    const result = differentiate(network, { operators, gradients, loss, by: [loss] });
    const values = evaluate(result.network, { x: { shape: [1], values: Float64Array.of(2) } });
    expect(values.get(result.gradients.get(loss) ?? '')).toEqual({
      shape: [1],
      values: Float64Array.of(1),
    });
  });

  it('names an operator without a gradient', () => {
    const b = new GraphBuilder();
    const images = [b.input('x', [1, 2, 2, 3]), b.input('grid', [1, 2, 2, 2])];
    const loss = b.node('loss', 'reduceSum', [b.node('samples', 'gridSample', images)]);
    const network = { graph: b.build(loss), constants: new Map() };
    const { gridSample: _, ...others } = gradients;
    const wanted = { operators, gradients: others, loss, by: ['x'] };
    expect(() => differentiate(network, wanted)).toThrow(
      expect.objectContaining({
        code: 'unsupported-op',
        message: expect.stringContaining('gridSample has no gradient (node "samples")'),
      }),
    );
  });

  it('names a node whose attributes have no gradient', () => {
    const b = new GraphBuilder();
    const inputs = [b.input('x', [3]), b.input('places', [1, 1], 'i32'), b.input('factor', [1])];
    const changed = b.node('s', 'scatterNd', inputs, { reduction: 'mul' });
    const loss = b.node('loss', 'reduceSum', [changed]);
    const network = { graph: b.build(loss), constants: new Map() };
    expect(() => differentiate(network, { operators, gradients, loss, by: ['x'] })).toThrow(
      'scatterNd has no gradient of reduction mul (node "s", inputs [3], [1, 1], [1])',
    );
  });

  it('passes by what jumps', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1]);
    const isAbove = b.node('above', 'greater', [x, b.input('y', [1])]);
    const mask = b.node('mask', 'cast', [isAbove], { to: 'f32' });
    const masked = b.node('masked', 'mul', [x, mask]);
    const network = { graph: b.build(masked), constants: new Map() };
    const result = differentiate(network, { operators, gradients, loss: masked, by: ['x'] });
    const one = (value: number) => ({ shape: [1], values: Float64Array.of(value) });
    const values = evaluate(result.network, { x: one(3), y: one(2) });
    expect(values.get(result.gradients.get('x') ?? '')?.values).toEqual(Float64Array.of(1));
  });

  it('refuses a loss of several numbers, and what the loss does not depend on', () => {
    const b = new GraphBuilder();
    const [x, y] = [b.input('x', [3]), b.input('y', [3])];
    const twice = b.node('twice', 'add', [x, x]);
    const loss = b.node('loss', 'reduceSum', [twice]);
    const network = { graph: b.build(loss), constants: new Map() };
    const of = (name: string, by: string) => () =>
      differentiate(network, { operators, gradients, loss: name, by: [by] });
    expect(of(twice, x)).toThrow('the loss "twice" is [3] f32');
    expect(of(loss, y)).toThrow('the loss "loss" does not depend on "y"');
    expect(of(loss, 'z')).toThrow('there is no value "z"');
  });
});
