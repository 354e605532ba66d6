import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../ir/builder.ts';
import type { Attribute, Node } from '../ir/graph.ts';
import { allOperators } from './all.ts';
import { optional, readAttributes } from './attributes.ts';
import { flag, integers, oneOf, padding, pair, real, whole } from './kinds.ts';

const schema = {
  strides: optional(pair, [1, 2]),
  steps: optional(integers),
  axis: whole(-4, 3),
  mode: oneOf('near', 'far'),
  slope: optional(real, 0.5),
  ceil: optional(flag, true),
  padding: optional(padding, 'same'),
};

const node = (attributes: Record<string, unknown>): Node => ({
  name: 'the node',
  operator: 'odd',
  inputs: [],
  outputs: [],
  attributes: attributes as Record<string, Attribute>,
});

describe('readAttributes', () => {
  it('fills in what was left out', () => {
    expect(readAttributes(node({ axis: -4, mode: 'far' }), schema)).toEqual({
      strides: [1, 2],
      steps: undefined,
      axis: -4,
      mode: 'far',
      slope: 0.5,
      ceil: true,
      padding: 'same',
    });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ mode: 'far' }, 'odd: attribute axis is missing', 'It must be a whole number from -4 to 3.'],
    [{ axis: 4, mode: 'far' }, 'odd: attribute axis is 4', 'It must be a whole number from -4'],
    [{ axis: '1', mode: 'far' }, 'odd: attribute axis is "1"', 'It must be a whole number'],
    [{ axis: 0, mode: 'toString' }, 'attribute mode is "toString"', 'It must be one of near, far.'],
    [{ axis: 0, mode: 'far', slope: null }, 'attribute slope is null', 'It must be a finite numb'],
    [{ axis: 0, mode: 'far', ceil: 0 }, 'attribute ceil is 0', 'It must be true or false.'],
    [{ axis: 0, mode: 'far', strides: [1] }, 'strides is [1]', 'It must be two whole numbers from'],
    [{ axis: 0, mode: 'far', strides: [1, 0] }, 'strides is [1,0]', 'It must be two whole numbers'],
    [{ axis: 0, mode: 'far', strides: [1, 1e20] }, 'strides is [1,1000', 'It must be two whole'],
    [{ axis: 0, mode: 'far', steps: [2 ** 40] }, 'steps is [1099511627776]', 'a list of whole num'],
    [
      { axis: 0, mode: 'far', padding: [1, 1] },
      'padding is [1,1]',
      'It must be "same", "same-lower", "valid" or',
    ],
    [
      { axis: 0, mode: 'far', padding: 'full' },
      'padding is "full"',
      'It must be "same", "same-lower", "valid" or',
    ],
    [
      { axis: 0, mode: 'far', stride: 1 },
      'odd has no attribute "stride"',
      'Its attributes: strides',
    ],
    [{ axis: 0, mode: 'far', toString: 1 }, 'no attribute "toString"', 'Its attributes: strides, '],
  ])('names what is wrong with %j', (attributes, message, fix) => {
    const error = {
      code: 'bad-model',
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    };
    expect(() => readAttributes(node(attributes), schema)).toThrow(expect.objectContaining(error));
    const named = expect.objectContaining({
      message: expect.stringMatching(/\(node "the node"\)$/),
    });
    expect(() => readAttributes(node(attributes), schema)).toThrow(named);
  });

  it('takes no attribute from the prototype', () => {
    const inherited = Object.create({ axis: 0, mode: 'far' }) as Record<string, Attribute>;
    expect(() => readAttributes(node(inherited), schema)).toThrow('attribute axis is missing');
  });
});

describe('a builder', () => {
  it('has attributes checked by the compiler', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1, 4, 4, 3]);
    b.node('softmax', 'softmax', [x]);
    b.node('pool', 'maxPool', [x], { kernel: [2, 2], padding: [0, 0, 1, 1] });
    // @ts-expect-error the kernel is missing
    b.node('no kernel', 'maxPool', [x], {});
    // @ts-expect-error so are all attributes
    b.node('no attributes', 'maxPool', [x]);
    // @ts-expect-error a pair is two numbers
    b.node('a number', 'maxPool', [x], { kernel: 2 });
    // @ts-expect-error the name is misspelt
    b.node('misspelt', 'maxPool', [x], { kernel: [2, 2], stride: [2, 2] });
    // @ts-expect-error none of the words
    b.node('odd word', 'maxPool', [x], { kernel: [2, 2], padding: 'full' });
    // @ts-expect-error there is no such operator
    b.node('odd operator', 'toString', [x]);
    expect(b.build().nodes).toHaveLength(8);
  });

  it('refuses a name that is taken', () => {
    const b = new GraphBuilder();
    const x = b.input('x', [1]);
    expect(() => b.node('x', 'relu', [x])).toThrow(
      expect.objectContaining({
        code: 'bad-argument',
        message: 'the graph has two values named "x"',
      }),
    );
    expect(() => b.nodeOf('split', ['a', 'x'], 'split', [x], { axis: 0, sizes: [1, 0] })).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
  });
});

it('every operator says what attributes it has', () => {
  for (const [name, { attributes }] of Object.entries(allOperators)) {
    expect(typeof attributes, name).toBe('object');
  }
});
