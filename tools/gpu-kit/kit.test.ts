import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JournalLine, parseLines } from '../../packages/bench/src/kit/lines.ts';
import * as runner from '../../packages/bench/src/kit/runner/vitest.ts';
import { root } from '../build/packages.mjs';
import { findTests } from './bundle.mjs';
import { stageDawn, stageProgram } from './stage.mjs';

/** Files whose tests are run in miniature: kernels, and what needs no GPU. */
const tests = ['softmax/softmax', 'pad/pad', 'tensor/window'].map((file) => {
  return `packages/kernels/src/${file}.test.ts`;
});

/** What kernel tests are made with. */
const kernelTest = 'packages/kernels/src/testing/kernel-test.ts';

const onLinux = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!onLinux)('a kit, unpacked in a folder of its own', { timeout: 120_000 }, () => {
  let room = '';
  beforeAll(async () => {
    room = await mkdtemp(path.join(tmpdir(), 'facegpu-kit-'));
    await stageProgram(room, tests);
    await stageDawn(room);
  });
  afterAll(() => rm(room, { recursive: true }));

  /** Starts some sections, with nothing of this checkout at hand. */
  function start(out: string, sections: string): ChildProcessByStdio<null, Readable, null> {
    const args = [path.join(room, 'main.js'), out, '--minutes', '1', '--sections', sections];
    return spawn(process.execPath, args, {
      cwd: room,
      env: { ...process.env, PATH: '', NODE_OPTIONS: '', NODE_PATH: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  /** Waits until it has printed something of a kind. */
  async function printed(child: ReturnType<typeof start>, text: string): Promise<void> {
    // Goes on reading: who prints into a closed pipe ends with an error.
    const parts = child.stdout.iterator({ destroyOnReturn: false });
    for await (const part of parts) if (String(part).includes(text)) return;
    throw new Error(`it never printed "${text}"`);
  }

  const journalOf = async (out: string): Promise<JournalLine[]> =>
    parseLines(await readFile(path.join(room, out, 'journal.jsonl'), 'utf8'));

  it('holds all that runs, and no path of this machine', async () => {
    const names = await readdir(room, { recursive: true });
    expect(names).toEqual(
      expect.arrayContaining([
        'main.js',
        'section.js',
        'cold.js',
        'versions.json',
        'package.json',
        'node_modules/webgpu/index.js',
        'node_modules/webgpu/dist/linux-x64/dawn.node',
      ]),
    );
    for (const name of names.filter((name) => /^[^/]*\.js(on)?$/.test(name))) {
      const text = await readFile(path.join(room, name), 'utf8');
      expect(text.includes(root), `${name} names ${root}`).toBe(false);
    }
  });

  it('tells of the machine first, and runs kernel tests', async ({ task }) => {
    const child = start('whole', 'machine,tests');
    child.stdout.resume();
    expect(await once(child, 'close')).toEqual([0, null]);
    const [machine, ...lines] = await journalOf('whole');
    if (machine.kind !== 'machine') throw new Error(`a line of ${machine.kind} comes first`);
    Object.assign(task.meta, { adapter: machine.adapter.name });
    expect(machine.about.Node).toBe(process.versions.node);
    expect(lines.filter(({ kind }) => kind === 'failed' || kind === 'left out')).toEqual([]);
    const suites = lines.flatMap((line) => (line.kind === 'tests' ? [line] : []));
    expect(suites.map(({ suite }) => suite)).toEqual(
      expect.arrayContaining(['softmax', 'softmax arguments', 'pad', 'pad arguments']),
    );
    for (const { passed, failed } of suites) {
      expect(failed).toEqual({});
      expect(passed).toBeGreaterThan(0);
    }
    const report = await readFile(path.join(room, 'whole/report.md'), 'utf8');
    expect(report).toContain(machine.adapter.name);
    expect(report).toMatch(/^\d+ passed, 0 failed\.$/m);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'has lost nothing when it is cut off by %s',
    async (signal) => {
      const child = start(signal, 'machine,tests');
      await printed(child, ' passed, ');
      child.stdout.resume();
      child.kill(signal);
      const [code, killedBy] = await once(child, 'close');
      expect([code, killedBy]).toEqual(signal === 'SIGKILL' ? [null, signal] : [143, null]);
      const kinds = (await journalOf(signal)).map(({ kind }) => kind);
      expect(kinds.slice(0, 4)).toEqual(['machine', 'ended', 'begun', 'tests']);
      const report = await readFile(path.join(room, signal, 'report.md'), 'utf8');
      expect(report).toContain('## Limits of the adapter');
      if (signal === 'SIGTERM') expect(report).toContain('## Tests');
    },
  );
});

describe('the tests of a kit', () => {
  it('are those of kernels and runtime', async () => {
    expect(await findTests()).toEqual(
      expect.arrayContaining([...tests, 'packages/nn/src/compile.test.ts']),
    );
  });

  it('call nothing of vitest that its runner lacks', async () => {
    const { it, describe, vi, expect: ours } = runner;
    const said = ours(0);
    const known = new Set([
      ...Object.keys(runner),
      ...Object.entries({ it, describe, vi, expect: ours }).flatMap(([name, owner]) => {
        return Object.keys(owner).map((method) => `${name}.${method}`);
      }),
      ...Object.keys(said).map((method) => `.${method}`),
    ]);
    for (const file of [...(await findTests()), kernelTest]) {
      const text = await readFile(path.join(root, file), 'utf8');
      const imported =
        /import \{([^}]*)\} from '(?:vitest|\..*\/testing\.ts)'/.exec(text)?.[1] ?? '';
      const called = text.matchAll(
        /\b(?:it|describe|vi|expect)\.\w+(?=[(<`])|\.(?:to[A-Z]\w*|rejects|resolves)\b/g,
      );
      const names = [...imported.split(',').map((name) => name.trim()), ...[...called].flat()];
      expect(
        names.filter((name) => name !== '' && !known.has(name)),
        file,
      ).toEqual([]);
    }
  });
});
