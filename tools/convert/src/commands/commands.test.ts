import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activate } from '@facegpu/kernels';
import { Model } from '@facegpu/nn';
import { buildOnnx, sampleModel, type TestModel } from '@facegpu/nn/onnx/testing';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readNpy, writeNpy } from '../npy/npy.ts';
import { addCommands } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facegpu-commands-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

/** Runs a command, and returns what it prints. */
async function facegpu(...args: string[]): Promise<string> {
  const program = new Command('facegpu').exitOverride();
  addCommands(program);
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr() {} });
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return printed;
  } finally {
    write.mockRestore();
  }
}

/** x → relu(x) + 1, of any length. */
const plusOne: TestModel = {
  opset: 17,
  inputs: [{ name: 'x', type: 'float', shape: ['length', 2] }],
  initializers: { one: { type: 'float', shape: [], values: [1] } },
  nodes: [
    { operator: 'Relu', inputs: ['x'], outputs: ['positive'] },
    { operator: 'Add', inputs: ['positive', 'one'], outputs: ['y/0'] },
  ],
  outputs: [{ name: 'y/0' }],
};

describe('facegpu convert', () => {
  it('writes a model file, and says what is in it', async () => {
    await writeFile(at('sample.onnx'), buildOnnx(sampleModel));
    const text = await facegpu('convert', at('sample.onnx'), at('sample.safetensors'));
    expect(text).toContain('inputs         image [batch, 3, 8, 8]');
    expect(text).toContain('before         11 nodes: Conv 1');
    expect(text).toMatch(/multiply–adds {2}2,048\n/);
    const model = await Model.parse(new Uint8Array(await readFile(at('sample.safetensors'))));
    expect(model.metadata).toMatchObject({ name: 'sample', origin: 'sample.onnx' });

    const again = facegpu('convert', at('sample.onnx'), at('sample.safetensors'));
    await expect(again).rejects.toMatchObject({ code: 'bad-argument' });
    const args = ['--force', '--json', '--shape', 'image=4x3x8x8', '--weights', 'f16'];
    const json = JSON.parse(
      await facegpu('convert', at('sample.onnx'), at('sample.safetensors'), ...args),
    );
    expect(json).toMatchObject({
      inputs: [{ name: 'image', shape: [4, 3, 8, 8], dtype: 'f32' }],
      before: { nodes: 11 },
      multiplyAdds: 4 * 2048,
    });
    // Of the 320 numbers of the largest weight, each is a half now.
    expect(json.bytes).toBeLessThan((await readFile(at('sample.onnx'))).byteLength);
  });

  it('writes a description into the model, as far as it fits', async () => {
    await writeFile(at('sample.onnx'), buildOnnx(sampleModel));
    const describe = (description: unknown) => writeFile(at('d.json'), JSON.stringify(description));
    const run = () =>
      facegpu('convert', at('sample.onnx'), at('s.safetensors'), '--describe', at('d.json'));
    const input = {
      name: 'image',
      layout: 'nchw',
      sizes: [[8, 8]],
      channels: 'rgb',
      mean: [0, 0, 0],
      scale: [1, 1, 1],
    };
    await describe({ input: { ...input, name: 'picture' } });
    await expect(run()).rejects.toMatchObject({
      code: 'bad-model',
      message: expect.stringContaining('"picture"'),
    });
    await describe({ graph: {} });
    await expect(run()).rejects.toMatchObject({ code: 'bad-argument' });
    await describe({ task: 'recognizer', licence: 'MIT', input });
    await run();
    const model = await Model.parse(new Uint8Array(await readFile(at('s.safetensors'))));
    expect(model.metadata).toMatchObject({ task: 'recognizer', licence: 'MIT', input });
  });

  it('reads no weights from outside the folder of the model', async () => {
    await writeFile(at('secret.bin'), new Uint8Array(4));
    const inner = await mkdtemp(join(folder, 'model-'));
    await symlink(at('secret.bin'), join(inner, 'link.bin'));
    for (const location of ['../secret.bin', at('secret.bin'), 'link.bin', '']) {
      const one = { type: 'float', shape: [], values: [], external: { location } } as const;
      await writeFile(join(inner, 'm.onnx'), buildOnnx({ ...plusOne, initializers: { one } }));
      const error = await facegpu('convert', join(inner, 'm.onnx'), at('m')).catch((each) => each);
      expect(error).toMatchObject({ code: 'bad-model' });
      expect(error.message).toContain('not in its folder');
    }
  });
});

describe('facegpu run', () => {
  it('runs a model file and an ONNX file alike', async () => {
    await writeFile(at('m.onnx'), buildOnnx(plusOne));
    await facegpu('convert', at('m.onnx'), at('m.safetensors'));
    const values = [-1, 2, 3.5, -4, 0, 6];
    await writeFile(at('x.npy'), writeNpy({ shape: [3, 2], values }, 'f32'));
    for (const model of ['m.onnx', 'm.safetensors']) {
      const args = ['--input', `x=${at('x.npy')}`, '--out', at('out'), '--json', '--profile'];
      const report = JSON.parse(await facegpu('run', at(model), ...args));
      expect(report.outputs).toEqual([
        { name: 'y/0', file: at('out/y_0.npy'), shape: [3, 2], dtype: 'f32' },
      ]);
      expect(report.profile.nodes.length).toBeGreaterThan(0);
      const { shape, values: got } = readNpy(await readFile(at('out/y_0.npy')), 'y');
      expect(shape).toEqual([3, 2]);
      const expected = values.map((value) => activate({ kind: 'relu' }, value) + 1);
      expect([...Array.from(got)]).toEqual(expected);
    }
  });

  it('writes the boxes that a suppression leaves, and no more rows', async () => {
    const model = buildOnnx({
      opset: 11,
      inputs: [
        { name: 'boxes', type: 'float', shape: [1, 3, 4] },
        { name: 'scores', type: 'float', shape: [1, 1, 3] },
        { name: 'limit', type: 'int64', shape: [1] },
        { name: 'overlap', type: 'float', shape: [1] },
      ],
      nodes: [
        {
          operator: 'NonMaxSuppression',
          inputs: ['boxes', 'scores', 'limit', 'overlap'],
          outputs: ['kept'],
        },
      ],
      outputs: [{ name: 'kept', type: 'int64' }],
    });
    await writeFile(at('m.onnx'), model);
    const give = async (name: string, shape: number[], values: number[]) => {
      await writeFile(at(`${name}.npy`), writeNpy({ shape, values }, 'f32'));
      return ['--input', `${name}=${at(`${name}.npy`)}`];
    };
    const given = [
      ...(await give('boxes', [1, 3, 4], [0, 0, 1, 1, 0, 0, 1, 1.1, 5, 5, 6, 6])),
      ...(await give('scores', [1, 1, 3], [0.5, 0.9, 0.7])),
      ...(await give('limit', [1], [3])),
      ...(await give('overlap', [1], [0.5])),
    ];
    await facegpu('run', at('m.onnx'), '--out', at('out'), ...given);
    const { shape, values } = readNpy(await readFile(at('out/kept.npy')), 'kept');
    expect(shape).toEqual([2, 3]);
    expect([...Array.from(values)]).toEqual([0, 0, 1, 0, 0, 2]);
  });

  it('says what inputs there are', async () => {
    await writeFile(at('m.onnx'), buildOnnx(plusOne));
    await writeFile(at('x.npy'), writeNpy({ shape: [3], values: [1, 2, 3] }, 'f32'));
    const run = (...args: string[]) => facegpu('run', at('m.onnx'), '--out', at('out'), ...args);
    await expect(run()).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('"x" is missing'),
      fix: expect.stringContaining('x [length, 2]'),
    });
    await expect(run('--input', `x=${at('x.npy')}`)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('has 2 axes, not 1'),
    });
    await expect(run('--input', 'x')).rejects.toThrow(/NAME=FILE\.npy/);
  });
});
