import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import * as kernels from './index.ts';
import { useDevice } from './testing/kernel-test.ts';

/** The blocks of the README in a language, in order. */
async function blocks(language: string): Promise<string[]> {
  const text = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const pattern = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g');
  return [...text.matchAll(pattern)].map(([, code]) => code);
}

describe('the README', () => {
  const lane = useDevice();
  let examples: string[];
  let shader: string;

  beforeAll(async () => {
    examples = await blocks('ts');
    [shader] = await blocks('wgsl');
  });

  /** Runs an example, which leaves its result in `values`. */
  async function result(code: string, device: kernels.Device): Promise<number[]> {
    const given = { ...kernels, Device: { acquire: async () => device } };
    const body = code
      .replace("import * as kernels from '@facegpu/kernels';", '')
      .replace(/import (\{.*\}) from '@facegpu\/kernels';/, 'const $1 = kernels;');
    const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
    const run = new AsyncFunction('kernels', 'source', `${body}\nreturn values;`);
    return [...(await run(given, shader))];
  }

  it.for([
    { name: 'runs a kernel', index: 0, values: [0, 0, 1, 2] },
    { name: 'runs a kernel of your own', index: 1, values: [0.5, 1, 1.5] },
  ])('$name in less than ten lines', async ({ index, values }, { task }) => {
    const device = lane.device(task.meta);
    const code = examples[index];
    expect(code.split('\n').filter((line) => line !== '').length).toBeLessThan(10);
    expect(await result(code, device)).toEqual(values);
    expect(device.memory.buffers).toBe(0);
  });

  it('has no example that is not tried here', () => {
    expect(examples).toHaveLength(2);
  });
});
