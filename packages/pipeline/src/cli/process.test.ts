import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { portrait, useFolder } from './testing/photos.ts';
import { facegpu, noAdapter, type Running, root, run } from './testing/run.ts';

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
      detect: '--json --out --detector --landmarker --recognizer --min-score --attributes --compat',
      compare: '--json',
      evaluate: '--json --plot --roll --mirror --cache --lfw --pairs',
      identify: '--people --json --threshold',
    };
    for (const [command, words] of Object.entries(options)) {
      const help = await facegpu([command, '--help']);
      expect(help.code).toBe(0);
      for (const option of words.split(' ')) expect(help.stdout).toContain(`  ${option}`);
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

  // Results are printed once the last photo is done: without them, it ended on its way.
  it.concurrent('ends when interrupted, without looking at the rest', async () => {
    const many = Array.from({ length: 200 }, () => samples[0]);
    const { code, stdout, stderr } = await facegpu(['detect', ...many], {
      async meanwhile(child) {
        await sleep(3000);
        child.kill('SIGINT');
      },
    });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).not.toContain('Error');
  });
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
