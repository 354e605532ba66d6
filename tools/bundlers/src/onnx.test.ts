import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useChromium } from '@facegpu/chromium/testing';
import { buildOnnx } from '@facegpu/nn/onnx/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlers, readScripts } from './bundlers.ts';
import { forbiddenIn } from './forbidden.ts';
import { root, useProject } from './project.ts';
import { visit } from './visit.ts';

const at = useProject();
const chromium = useChromium();

/** The mean of three channels and of minus the first one, without what is below 0. */
const model = buildOnnx({
  opset: 13,
  inputs: [{ name: 'image', type: 'float', shape: ['n', 3, 2, 2] }],
  initializers: {
    weight: { type: 'float', shape: [2, 3, 1, 1], values: [1, 1, 1, -1, 0, 0] },
    bias: { type: 'float', shape: [2], values: [0, 2] },
  },
  nodes: [
    { operator: 'Conv', inputs: ['image', 'weight', 'bias'], outputs: ['sums'] },
    { operator: 'Relu', inputs: ['sums'], outputs: ['positive'] },
    { operator: 'GlobalAveragePool', inputs: ['positive'], outputs: ['means'] },
  ],
  outputs: [{ name: 'means' }],
});

describe.each(Object.entries(bundlers))(
  'a page with an ONNX model, bundled by %s',
  (name, bundle) => {
    const folder = () => at(`${name}-onnx`);
    beforeAll(async () => {
      await cp(path.join(root, 'tools/bundlers/page-onnx'), folder(), { recursive: true });
      await bundle(folder());
      await writeFile(path.join(folder(), 'dist/model.onnx'), model);
    });

    it('has no module of Node and no code from text', async () => {
      expect((await readScripts(folder())).flatMap(forbiddenIn)).toEqual([]);
    });

    it('imports and runs it, under a strict policy', async (test) => {
      const { shown, violations } = await visit(chromium(test), path.join(folder(), 'dist'));
      // Of the first image the channels have the means 1.5, 5.5 and 9.5, of the second 12 more.
      expect(JSON.parse(shown)).toEqual([16.5, 0.75, 52.5, 0]);
      expect(violations).toEqual([]);
    });
  },
);
