import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { minifiedShaders } from '../../build/wgsl.mjs';
import { bundlers, readScripts } from './bundlers.ts';
import { useProject } from './project.ts';

const at = useProject();
/** A line of each shader that no other has, by folder and file: `conv2d/grouped`. */
const marks = new Map<string, string>();
beforeAll(async () => {
  const shaders = await minifiedShaders();
  for (const [name, source] of shaders) {
    const others = [...shaders.values()].filter((other) => other !== source);
    const own = source.split('\n').filter((line) => !others.some((other) => other.includes(line)));
    const [longest] = own.sort((a, b) => b.length - a.length);
    marks.set(name, longest);
  }
});

describe.each(Object.entries(bundlers))('%s', (bundler, bundle) => {
  it.each([
    ['conv2d', '@facegpu/kernels', /^(conv2d|pack)\//],
    ['softmax', '@facegpu/kernels', /^softmax\//],
    ['Device', '@facegpu/kernels', /^$/],
    ['FaceGpuError', '@facegpu/pipeline', /^$/],
  ])('takes no more than %s of %s', async (name, from, wanted) => {
    const script = await importing(name, from);
    const expected = [...marks.keys()].filter((shader) => wanted.test(shader));
    expect(shadersIn(script).sort()).toEqual(expected.sort());
    expect(script).not.toMatch(ofRuntime);
    expect(script).not.toMatch(ofPipeline);
  });

  it('takes everything that a pipeline needs', async () => {
    const script = await importing('FacePipeline', '@facegpu/pipeline');
    expect(shadersIn(script)).toEqual(expect.arrayContaining(['conv2d/grouped', 'warp/warp']));
    // What is asked for by an option comes with its own entry.
    expect(shadersIn(script)).not.toContain('grid-warp/grid-warp');
    expect(script).toMatch(ofRuntime);
    expect(script).toMatch(ofPipeline);
  });

  async function importing(name: string, from: string): Promise<string> {
    const folder = at(`${bundler}-${name}`);
    await mkdir(path.join(folder, 'dist'), { recursive: true });
    const html = '<!doctype html><script type="module" src="./main.js"></script>';
    await writeFile(path.join(folder, 'index.html'), html);
    const script = `import { ${name} } from '${from}'; globalThis.taken = ${name};`;
    await writeFile(path.join(folder, 'main.js'), script);
    expect(await bundle(folder)).toEqual([]);
    return (await readScripts(folder)).join('\n');
  }
});

/** Words of `@facegpu/nn` and of `@facegpu/pipeline` that minifying leaves alone. */
const ofRuntime = /safetensors/;
const ofPipeline = /models\.json/;

function shadersIn(script: string): string[] {
  return [...marks].filter(([, line]) => script.includes(line)).map(([name]) => name);
}
