import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { portrait, useFolder } from './testing/photos.ts';
import { cli, facegpu, noAdapter, type Running, root, run } from './testing/run.ts';

const at = useFolder((folder) => portrait('ann').toFile(path.join(folder, 'ann.png')));

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

describe('the command line', () => {
  it.concurrent('explains itself, and every command', async () => {
    const { version } = JSON.parse(
      await readFile(path.join(root, 'packages/pipeline/package.json'), 'utf8'),
    );
    expect(await facegpu(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const { code, stdout, stderr } = await facegpu(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = ['detect', 'compare', 'evaluate', 'identify', 'doctor', 'models'];
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    const options = {
      detect:
        '--json --jsonl --resume --files --recursive --out --detector --landmarker --recognizer --min-score --attributes --compat',
      compare: '--json',
      evaluate: '--json --plot --roll --mirror --cache --lfw --pairs',
      identify:
        '--people --json --jsonl --resume --files --recursive --out --detector --landmarker --recognizer --attributes --threshold',
      doctor: '--json',
      models: '--json',
    };
    for (const [command, words] of Object.entries(options)) {
      const help = await facegpu([command, '--help']);
      expect(help.code).toBe(0);
      for (const option of words.split(' ')) expect(help.stdout).toContain(`  ${option}`);
      expect(help.stdout).toMatch(new RegExp(`^Examples:\\n {2}facegpu ${command}\\b`, 'm'));
    }
  });

  it.each([
    [[], /^Usage: facegpu /],
    [['recognise'], /unknown command 'recognise'/],
    [['detect', '--faces', 'a.jpg'], /unknown option '--faces'/],
    [['detect'], /missing required argument 'photos'/],
    [['compare', 'a.jpg'], /missing required argument 'b'/],
    [['compare', 'a.jpg', 'b.jpg', 'c.jpg'], /too many arguments/],
  ])('refuses %j on stderr', async (args, message) => {
    const outcome = await facegpu(args);
    expect(outcome).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });

  // By itself: it may rebuild what the other commands run.
  it('resolves paths in the folder where npm run was typed, and keeps stdout clean', async () => {
    const folder = path.join(root, 'tools/test');
    const photo = path.relative(folder, at('ann.png'));
    const args = ['run', '-s', 'facegpu', '--', 'detect', '--json', photo];
    const { code, stdout } = await run(npm, args, { cwd: folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ file: photo, faces: [{}] }]);
  });

  it.each([[['detect', 'ann.png']], [['compare', 'ann.png', 'ann.png']]])(
    'says what is missing without an adapter: %j',
    async (args) => {
      const options = { cwd: at(), env: noAdapter };
      const words = await facegpu(args, options);
      expect(words).toMatchObject({ code: 1, stdout: '' });
      expect(words.stderr).toMatch(/^error: WebGPU found no adapter.*\n {2}fix: Install /m);
      const { code, stdout } = await facegpu([...args, '--json'], options);
      expect(code).toBe(1);
      const message = expect.stringContaining('no adapter');
      const fix = expect.stringContaining('Install');
      expect(JSON.parse(stdout)).toEqual({ error: { code: 'no-adapter', message, fix } });
    },
  );

  it.concurrent('takes it quietly when its reader has seen enough', async () => {
    const options = { cwd: at(), meanwhile: ({ stdout }: Running) => stdout.destroy() };
    const early = await facegpu(['models'], options);
    expect(early).toMatchObject({ code: 0, stderr: '' });
    const late = await facegpu(['detect', '--json', 'ann.png'], options);
    expect(late.code).toBe(0);
    expect(late.stderr).not.toMatch(/EPIPE|Error|node:/);
  });

  it.concurrent('ends when interrupted, without looking at the rest, and leaves whole JSON', async () => {
    const many = Array.from({ length: 200 }, () => 'ann.png');
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { code, stdout, stderr } = await facegpu(['detect', '--json', ...many], {
        cwd: at(),
        async meanwhile(child) {
          // Once there is something to keep.
          await once(child.stdout, 'readable');
          child.kill(signal);
        },
      });
      expect(code).toBe(128 + constants.signals[signal]);
      expect(stderr).not.toContain('Error');
      const photos = JSON.parse(stdout) as object[];
      expect(photos.length).toBeGreaterThan(0);
      expect(photos.length).toBeLessThan(many.length);
      for (const photo of photos) expect(photo).toMatchObject({ file: 'ann.png', faces: [{}] });
    }
  });

  it.runIf(process.platform === 'linux').concurrent(
    'says in a line that its result can’t be written',
    async () => {
      const command = `"$0" "$1" models > /dev/full`;
      const outcome = await run('sh', ['-c', command, process.execPath, cli]);
      const stderr = "error: the result can't be written: ENOSPC\n";
      expect(outcome).toEqual({ code: 1, stdout: '', stderr });
    },
  );
});

describe('a process with a pipeline', () => {
  it.concurrent('ends by itself with code 0, though nobody disposes of it', async () => {
    const index = pathToFileURL(path.join(root, 'packages/pipeline/dist/index.js'));
    const script = `
      import { FacePipeline } from '${index}';
      const pipeline = await FacePipeline.create();
      const [face] = await pipeline.detect('ann.png');
      console.log(face.descriptor.values.length);
      process.on('beforeExit', () => console.log('nothing is left to do'));
    `;
    await writeFile(at('script.mjs'), script);
    const outcome = await run(process.execPath, ['script.mjs'], { cwd: at() });
    expect(outcome).toMatchObject({ code: 0, stdout: '512\nnothing is left to do\n' });
  });
});
