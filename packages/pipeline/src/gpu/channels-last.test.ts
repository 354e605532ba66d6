import { allOperators, GraphBuilder, inferTypes, type Network } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { withChannelsLast } from './channels-last.ts';

/** A graph whose input has its channels first. */
function network(build: (builder: GraphBuilder, image: string) => string[]): Network {
  const builder = new GraphBuilder();
  const outputs = build(builder, builder.input('image', ['batch', 3, 4, 6]));
  return { graph: builder.build(...outputs), constants: new Map() };
}

const last = { permutation: [0, 2, 3, 1] };

describe('a network whose images have their channels first', () => {
  it('takes them as they lie, where it would move the channels back itself', () => {
    const given = network((b, image) => [
      b.node('y', 'relu', [b.node('x', 'transpose', [image], last)]),
    ]);
    const { graph, constants } = withChannelsLast(given, 'image');
    expect(graph.inputs).toMatchObject([{ name: 'image', shape: ['batch', 4, 6, 3] }]);
    expect(graph.nodes).toMatchObject([{ name: 'y', inputs: ['image'] }]);
    expect(inferTypes({ graph, constants }, allOperators, { batch: 2 }).get('y')).toMatchObject({
      shape: [2, 4, 6, 3],
    });
  });

  it('gets a copy for whatever reads them in its own order', () => {
    const given = network((b, image) => {
      const moved = b.node('moved', 'transpose', [image], last);
      return [b.node('y', 'relu', [image]), b.node('z', 'relu', [moved]), moved];
    });
    const changed = withChannelsLast(given, 'image');
    const types = inferTypes(changed, allOperators, { batch: 1 });
    expect(types.get('y')).toMatchObject({ shape: [1, 3, 4, 6] });
    // An output keeps its name.
    expect(types.get('moved')).toMatchObject({ shape: [1, 4, 6, 3] });
    expect(types.get('z')).toMatchObject({ shape: [1, 4, 6, 3] });
  });
});
