import { fileURLToPath } from 'node:url';
import { valuesOf } from '@facegpu/nn';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { esbuildWgsl } from '../../build/wgsl.mjs';
import { architectures } from './architectures/index.ts';
import { readFolder } from './cli/files.ts';
import type { Conversion } from './conversion.ts';
import { convert } from './convert.ts';
import { decodeByTfjs, modelFolder } from './testing/weights.ts';
import type { TfjsWeights } from './tfjs/weights.ts';

/** Numbers in the weights, and the shapes of the outputs. */
const expected: Readonly<Record<string, { parameters: number; outputs: string[] }>> = {
  'ssd-mobilenet-v1': {
    parameters: 5_535_047,
    outputs: ['encodings batch,5118,4', 'logits batch,5118,3'],
  },
  'tiny-face-detector': { parameters: 193_321, outputs: ['map batch,13,13,25'] },
  'landmarks-68': { parameters: 356_840, outputs: ['points batch,136'] },
  'landmarks-68-tiny': { parameters: 77_224, outputs: ['points batch,136'] },
  'face-recognition-128': { parameters: 5_614_592, outputs: ['descriptor batch,128'] },
  expression: { parameters: 323_687, outputs: ['probabilities batch,7'] },
  'age-gender': { parameters: 421_731, outputs: ['age batch,1', 'gender batch,2'] },
};

const sources = new Map<string, TfjsWeights>();
const conversions = new Map<string, Conversion>();
beforeAll(async () => {
  for (const architecture of architectures) {
    const weights = await readFolder(modelFolder, architecture);
    sources.set(architecture.name, weights);
    conversions.set(architecture.name, await convert(architecture, weights));
  }
});

function converted(name: string): { weights: TfjsWeights; conversion: Conversion } {
  const [weights, conversion] = [sources.get(name), conversions.get(name)];
  if (!weights || !conversion) throw new Error(`${name} was not converted`);
  return { weights, conversion };
}

describe.each(architectures)('$name', ({ name, task, input, settings }) => {
  it('becomes a model whose shapes can be inferred', () => {
    const { model, parameters, outputs, unused } = converted(name).conversion;
    expect(model.metadata).toMatchObject({ name, task, input, settings });
    const shapes = outputs.map((output) => `${output.name} ${output.shape}`);
    expect({ parameters, outputs: shapes }).toEqual(expected[name]);
    expect(unused).toEqual([]);
  });

  it('holds the very numbers that TensorFlow.js decodes', () => {
    const { weights, conversion } = converted(name);
    const { constants } = conversion.model.network();
    expect(constants.size).toBeGreaterThan(10);
    for (const [weight, constant] of constants) {
      expectSame(Float32Array.from(valuesOf(constant)), decodeByTfjs(weights, weight), weight);
    }
  });
});

describe('the default models', () => {
  it('take no more than 14 MB', () => {
    const bytes = [...conversions.values()].reduce((sum, { file }) => sum + file.byteLength, 0);
    expect(bytes).toBeLessThanOrEqual(14e6);
  });

  it('include the anchors of the SSD detector', () => {
    const { weights, conversion } = converted('ssd-mobilenet-v1');
    const anchors = conversion.model.constant('anchors');
    expect(anchors.shape).toEqual([5118, 4]);
    expectSame(
      Float32Array.from(valuesOf(anchors)),
      decodeByTfjs(weights, 'Output/extra_dim'),
      'anchors',
    );
  });
});

it('can be bundled for a browser', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['facegpu-source'],
    plugins: [esbuildWgsl({ minify: true })],
    logLevel: 'silent',
  });
  expect(outputFiles).toHaveLength(1);
});

/** `toEqual` takes seconds for millions of numbers. */
function expectSame(actual: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!Object.is(actual[i], wanted[i])) expect(actual[i], `${what}[${i}]`).toBe(wanted[i]);
  }
}
