import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { run } from './process.mjs';

const module = JSON.stringify(new URL('./process.mjs', import.meta.url));
/** Says that it is there, and stays. */
const stay = 'console.log("here"); setInterval(() => {}, 1000);';
/** Starts one that stays, without caring for it. */
const parent = `
  require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stay)}], { stdio: 'inherit' });
  setInterval(() => {}, 1000);`;

describe('run', () => {
  it.each([
    ['process.exit(3)', 3],
    ['process.kill(process.pid, "SIGKILL")', 137],
  ])('gives the exit code of %s', async (script, code) => {
    expect(await run(process.execPath, ['-e', script])).toBe(code);
  });

  it.skipIf(process.platform === 'win32').each([
    ['the command', stay, '{}'],
    ['all that the command has started', parent, '{ family: true }'],
  ])('ends %s, then itself, when it is told to end', async (_, script, options) => {
    const args = JSON.stringify(['-e', script]);
    const main = `import { run } from ${module};
      await run(process.execPath, ${args}, ${options});
      console.log('goes on');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', main], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout.setEncoding('utf8'), 'data');
    let rest = '';
    child.stdout.on('data', (text) => {
      rest += text;
    });
    child.kill('SIGTERM');
    // Which closes when the last that could write to it has ended.
    expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
    expect(rest).toBe('');
  });
});
