import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { beforeAll, expect, it } from 'vitest';
import { link, useProject } from './project.ts';

const at = useProject();
const run = promisify(execFile);

const program = `
  import { FacePipeline } from '@facegpu/pipeline';
  (async () => {
    const faces = await FacePipeline.create({ detector: 'tiny' });
    const grey = { data: new Uint8Array(64 * 64 * 3).fill(128), width: 64, height: 64 };
    console.log((await faces.detect(grey)).length, 'faces by', faces.info.detector);
    await faces.dispose();
  })();
`;

beforeAll(async () => {
  await link('@facegpu/models', 'packages/pipeline', at());
  await link('webgpu', 'packages/pipeline', at());
  await writeFile(at('program.mjs'), program);
});

it.each([
  ['ES modules', 'esm', 'mjs'],
  ['CommonJS', 'cjs', 'cjs'],
] as const)(
  'a program of Node that is one file finds its models, as %s',
  async (_, format, ending) => {
    const outfile = at(`bundled.${ending}`);
    await esbuild.build({
      entryPoints: [at('program.mjs')],
      outfile,
      bundle: true,
      platform: 'node',
      format,
      external: ['webgpu', 'sharp', '@imagemagick/magick-wasm'],
      logLevel: 'silent',
    });
    const { stdout } = await run(process.execPath, [outfile], { cwd: at() });
    expect(stdout.trim()).toBe('0 faces by tiny');
  },
);
