import { packTiles } from '../pack/pack.ts';
import { Tensor } from '../tensor/tensor.ts';
import { noPadding } from '../tensor/window.ts';
import { kernelTest } from '../testing/kernel-test.ts';
import { describe, expect, it } from '../testing/testing.ts';
import { conv2dShape } from './contract.ts';
import { conv2dReference } from './conv2d.reference.ts';
import { chooseTile, splitSteps, type Tile, tiles } from './tile.ts';
import { multiplyTiles, tileSteps } from './workgroup.ts';

interface TileCase {
  readonly name: string;
  readonly tile: Tile;
  readonly size: readonly [number, number];
  readonly channels: number;
  readonly outputs: number;
  readonly live?: number;
}

// Sizes on both sides of a tile's edge, whatever suits them best; with long sums, which are split.
const shapes = [
  { size: [1, 1], channels: 3, outputs: 5 },
  { size: [9, 15], channels: 7, outputs: 65 },
  { size: [8, 8], channels: 16, outputs: 64 },
  { size: [5, 13], channels: 130, outputs: 37 },
  { size: [11, 3], channels: 97, outputs: 16, live: 1 },
] as const;

kernelTest('conv2d tiles in workgroup memory', {
  cases: Object.entries(tiles).flatMap(([tileName, tile]) =>
    shapes.map((shape) => ({
      ...shape,
      tile,
      name: `${tileName}, ${shape.size.join('×')}×${shape.channels} to ${shape.outputs}`,
    })),
  ),
  run: async (f, { tile, size, channels, outputs, live }: TileCase) => {
    const inputShape = [2, ...size, channels];
    const weightShape = [3, 3, channels, outputs];
    const padding = { top: 1, bottom: 1, left: 1, right: 1 };
    const attributes = { strides: [1, 1], dilations: [1, 1], padding, groups: 1 } as const;
    const shape = conv2dShape(inputShape, weightShape, attributes);
    const input = f.input(inputShape, 'nhwc4');
    const weight = f.weight(weightShape);
    const bias = f.weight([outputs]);
    const residual = f.input(shape, 'nhwc4');
    const output = f.output(shape, 'nhwc4');
    const activation = { kind: 'relu6' } as const;
    const args = { ...attributes, activation, input: input.tensor, weight, bias, output };
    const vec4s = tile.across * tile.vec4s;
    const packed = packTiles(weight, f.real, { vec4s, parts: 1 });
    const strides = { block: tileSteps(args) * 4 * vec4s, row: vec4s };
    await f.run(
      multiplyTiles(
        { ...args, residual: residual.tensor, live: f.live(live) },
        packed,
        strides,
        tile,
      ),
    );
    const reference = conv2dReference({
      ...attributes,
      activation,
      inputShape,
      weightShape,
      input: input.values,
      weight: weight.values,
      bias: bias.values,
      residual: residual.values,
    });
    await f.compareLive(output, reference, live);
  },
});

describe('the tiles of a graphics processor', () => {
  it('suit what there is to compute', () => {
    expect(chooseTile(1)).toBe(tiles.flat);
    expect(chooseTile(256)).toBe(tiles.square);
  });

  it('are split where they are few and their sums are long', () => {
    expect(splitSteps(1000, 10_000, tiles.square)).toEqual({ parts: 1, partSteps: 1000 });
    expect(splitSteps(10, 1, tiles.square)).toEqual({ parts: 1, partSteps: 10 });
    const { parts, partSteps } = splitSteps(577, 16, tiles.square);
    expect(parts).toBeGreaterThan(8);
    expect(partSteps % tiles.square.steps).toBe(0);
    // Every step is in a part, and no part is empty.
    expect(parts * partSteps).toBeGreaterThanOrEqual(577);
    expect((parts - 1) * partSteps).toBeLessThan(577);
  });

  it('make no dispatch of work that is not there', () => {
    const image = { shape: [0, 4, 4, 8], dtype: 'f32', layout: 'nhwc4' } as const;
    const weight = {
      tensor: new Tensor('weight', { shape: [1, 1, 8, 8], dtype: 'f32', layout: 'dense' }),
    };
    const args = { input: new Tensor('in', image), output: new Tensor('out', image), weight };
    const attributes = {
      strides: [1, 1],
      dilations: [1, 1],
      padding: noPadding,
      groups: 1,
    } as const;
    const dispatches = multiplyTiles(
      { ...args, ...attributes },
      weight.tensor,
      { block: 64, row: 2 },
      tiles.flat,
    );
    for (const { workgroups } of dispatches) expect(workgroups).toContain(0);
  });
});
