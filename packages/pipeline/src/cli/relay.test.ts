import { once } from 'node:events';
import { constants } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runFiltered } from './relay.ts';
import { mayChatter } from './relayed.ts';
import { portrait, useFolder } from './testing/photos.ts';
import { cli, facegpu, run } from './testing/run.ts';

const linux = process.platform === 'linux';
const at = useFolder((folder) => portrait('ann').toFile(path.join(folder, 'ann.png')));

const chatter = 'WARNING: lavapipe is not a conformant vulkan implementation, testing use only.';

/** Runs a script, and gives how it ended and what passed of its stderr. */
async function relayed(script: string) {
  const stderr = new PassThrough();
  const said = text(stderr);
  const ending = await runFiltered(['--input-type=module', '--eval', script], stderr);
  stderr.end();
  return { ...ending, said: await said };
}

describe('stderr', () => {
  it.each([
    [['doctor'], /^$/],
    [['detect', 'ann.png'], /^(FaceGPU computes on a software adapter \(.*\n)?$/],
  ])('of %j has lines of our own alone', async (args, own) => {
    const { stdout, stderr } = await facegpu(args, { cwd: at() });
    expect(stdout).toMatch(/./);
    expect(stderr).toMatch(own);
  });

  it('has everything where that is wanted', async () => {
    const env = { FACEGPU_STDERR: 'all' };
    const { code, stderr } = await facegpu(['detect', 'ann.png'], { cwd: at(), env });
    expect(code).toBe(0);
    const quiet = await facegpu(['detect', 'ann.png'], { cwd: at() });
    expect(stderr.split('\n')).toEqual(expect.arrayContaining(quiet.stderr.split('\n')));
  });

  it('is relayed for commands that need an adapter, where there is Vulkan', () => {
    const process = { platform: 'linux', env: {} } as const;
    expect(mayChatter(['detect', 'a.jpg'], process)).toBe(true);
    expect(mayChatter(['doctor'], process)).toBe(true);
    for (const args of [[], ['help'], ['models'], ['detect', '--help'], ['--version']]) {
      expect(mayChatter(args, process)).toBe(false);
    }
    expect(mayChatter(['doctor'], { ...process, platform: 'darwin' })).toBe(false);
    expect(mayChatter(['doctor'], { ...process, env: { FACEGPU_STDERR: 'all' } })).toBe(false);
  });
});

describe('a relayed process', () => {
  it('gives its exit code and what it says, without chatter', async () => {
    const script = `process.stderr.write('one\\n${chatter}\\ntwo'); process.exitCode = 3;`;
    expect(await relayed(script)).toEqual({ code: 3, signal: null, said: 'one\ntwo' });
  });

  it.skipIf(process.platform === 'win32')('crashes with all that the crash says', async () => {
    const script = `process.stderr.write('${chatter}\\nlast words\\n'); process.abort();`;
    const { code, signal, said } = await relayed(script);
    expect({ code, signal }).toEqual({ code: null, signal: 'SIGABRT' });
    expect(said).toMatch(/^last words\n/);
    const thrown = await relayed(`throw new Error('an error that nobody caught')`);
    expect(thrown.code).toBe(1);
    expect(thrown.said).toContain('an error that nobody caught');
  });

  it.runIf(linux)('is killed with whoever relays it', async () => {
    const many = Array.from({ length: 200 }, () => 'ann.png');
    // Its output ends when nobody holds it any more.
    const { code, stdout } = await run(process.execPath, [cli, 'detect', '--jsonl', ...many], {
      cwd: at(),
      async meanwhile(child) {
        await once(child.stdout, 'readable');
        child.kill('SIGKILL');
      },
    });
    expect(code).toBe(128 + constants.signals.SIGKILL);
    expect(stdout.split('\n').length).toBeLessThan(many.length);
  });
});
