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
    const sum = b.node('sums', 'cumSum', [b.input('x', [3])], { axis: 0 });
    const loss = b.node('loss', 'reduceSum', [sum]);
    const network = { graph: b.build(loss), constants: new Map() };
    expect(() => differentiate(network, { operators, gradients, loss, by: ['x'] })).toThrow(
      expect.objectContaining({
        code: 'unsupported-op',
        message: expect.stringContaining('cumSum has no gradient (node "sums")'),
      }),
    );
  });

  it('names a node whose attributes have no gradient', () => {
    const b = new GraphBuilder();
    const attributes = { before: [1], after: [1], mode: 'reflect' } as const;
    const loss = b.node('loss', 'reduceSum', [b.node('p', 'pad', [b.input('x', [3])], attributes)]);
    const network = { graph: b.build(loss), constants: new Map() };
    expect(() => differentiate(network, { operators, gradients, loss, by: ['x'] })).toThrow(
      'pad has no gradient of mode reflect (node "p", inputs [3])',
    );
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
