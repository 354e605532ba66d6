import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Model } from '@facegpu/nn';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { faceplugin } from './models.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const cli = path.join(root, 'packages/pipeline/dist/cli.js');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('the example of docs/convert.md works from start to end', async () => {
  const page = await readFile(path.join(root, 'docs/convert.md'), 'utf8');
  const blocks = (language: string) => {
    return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
      ([, text]) => text,
    );
  };
  await copyFile(path.join(faceplugin, 'fr_detect.onnx'), path.join(folder, 'fr_detect.onnx'));
  await writeFile(path.join(folder, 'ultraface.json'), blocks('json')[0]);
  await writeFile(path.join(folder, 'input.npy'), zeros([1, 3, 240, 320]));
  const printed: string[] = [];
  for (const line of blocks('sh').flatMap((block) => block.trim().split('\n'))) {
    const [command, ...args] = line.split(' ');
    expect(command).toBe('facegpu');
    const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, NODE_PATH: path.join(root, 'tools/conformance/node_modules') },
    });
    printed.push(stdout);
  }
  const [converted, ran] = printed;
  expect(converted).toMatch(/inputs +input \[1, 3, 240, 320\]\n +outputs +scores \[1, 4420, 2\]/);
  expect(converted).toMatch(/verified +boxes differs by/);
  expect(ran).toMatch(/boxes \[1, 4420, 4\] f32 → results\/boxes\.npy/);
  expect((await readFile(path.join(folder, 'results/scores.npy'))).byteLength).toBe(128 + 4420 * 8);
  const file = await readFile(path.join(folder, 'ultraface.safetensors'));
  const { metadata } = await Model.parse(new Uint8Array(file));
  expect(metadata).toMatchObject({ name: 'ultraface', task: 'detector' });
});

/** An `.npy` file of zeros. */
function zeros(shape: readonly number[]): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const count = shape.reduce((product, size) => product * size, 1);
  const start = new TextEncoder().encode(`${header.padEnd(117)}\n`);
  const file = new Uint8Array(128 + 4 * count);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  file.set(start, 10);
  return file;
}
