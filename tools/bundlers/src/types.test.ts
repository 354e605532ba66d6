import { spawn } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { link, root, useProject } from './project.ts';

const at = useProject();
const require = createRequire(import.meta.url);

beforeAll(async () => {
  await link('@webgpu/types', 'tools/bundlers', at());
  await link('@types/node', '.', at());
});

/** Each as a package of npm. Those up to 5.9 have no WebGPU in their DOM library. */
const compilers = [
  { version: '5.4', name: 'typescript-5.4', knowsWebgpu: false },
  { version: '5.9', name: 'typescript', knowsWebgpu: false },
  { version: '6', name: 'typescript-6', knowsWebgpu: true },
  { version: '7', name: 'typescript-7', knowsWebgpu: true },
];

const dom = ['es2022', 'dom', 'dom.iterable', 'esnext.disposable'];

describe.each(compilers)('the published types, for TypeScript $version,', (compiler) => {
  const webgpu = compiler.knowsWebgpu ? [] : ['@webgpu/types'];

  it('are sound in a page that a bundler makes', async () => {
    expect(await complaints('page', { lib: dom, types: webgpu, ...bundled })).toBe('');
  });

  it('are sound in a program of Node without the DOM', async () => {
    expect(await complaints('program', { lib: ['es2022'], types: ['node'], ...native })).toBe('');
  });

  /** What the compiler has to say about a consumer in a strict project; declarations are checked too. */
  async function complaints(consumer: string, options: object): Promise<string> {
    const folder = at(`${compiler.name}-${consumer}`);
    await mkdir(folder, { recursive: true });
    await cp(
      path.join(root, `tools/bundlers/consumer/${consumer}.ts`),
      path.join(folder, 'main.mts'),
    );
    const compilerOptions = { ...strict, ...options };
    const config = path.join(folder, 'tsconfig.json');
    await writeFile(config, JSON.stringify({ compilerOptions, files: ['main.mts'] }));
    const manifest = require.resolve(`${compiler.name}/package.json`);
    const tsc = path.join(path.dirname(manifest), 'bin/tsc');
    const child = spawn(process.execPath, [tsc, '-p', config, '--pretty', 'false']);
    const [said, failed] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return said + failed;
  }
});

const bundled = { module: 'esnext', moduleResolution: 'bundler' };
const native = { module: 'nodenext', moduleResolution: 'nodenext' };
const strict = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2022',
  noEmit: true,
};
