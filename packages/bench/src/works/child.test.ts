import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { askChild } from './child.ts';

async function ask(code: string): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-'));
  const file = path.join(folder, 'child.mjs');
  try {
    await writeFile(file, code);
    return await askChild(pathToFileURL(file).href, ['a', 'b'], { NO_CACHE: '1' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('passes arguments and environment, and takes the last line', async () => {
  const code = `
    console.log('a driver says hello');
    console.log(JSON.stringify([...process.argv.slice(2), process.env.NO_CACHE]));
  `;
  expect(await ask(code)).toEqual(['a', 'b', '1']);
});

it('passes a failure on', async () => {
  await expect(ask("throw new Error('no memory')")).rejects.toThrow('no memory');
});
