import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Line } from './lines.ts';
import { supervise } from './supervise.ts';

describe('a section in a process of its own', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-section-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function linesOf(code: string, deadline = Date.now() + 60_000): Promise<Line[]> {
    const script = path.join(folder, 'section.mjs');
    await writeFile(script, code);
    const lines: Line[] = [];
    const task = { name: 'networks', deadline, tests: '', process: { index: 1, count: 2 } };
    await supervise({ script, task, send: (line) => lines.push(line) });
    return lines;
  }

  it('gets its task, and all its lines come', async () => {
    const lines = await linesOf(`
      const { name, process: { index, count } } = JSON.parse(process.argv[2]);
      for (let i = 0; i < 100; i++) process.send({ kind: 'ended', seconds: i });
      process.send({ kind: 'left out', what: name + index + count }, () => process.exit());
    `);
    expect(lines).toHaveLength(101);
    expect(lines[100]).toEqual({ kind: 'left out', what: 'networks12' });
  });

  it.each([
    ['process.exit(3)', /^ended with code 3: a driver complains$/],
    ['process.abort()', /^ended with SIGABRT: a driver complains/],
  ])('that ends with %s has failed, and what came before counts', async (end, why) => {
    const lines = await linesOf(`
      console.error('a driver complains');
      process.send({ kind: 'begun', what: 'ssd, batch 1' }, () => ${end});
    `);
    expect(lines).toEqual([
      { kind: 'begun', what: 'ssd, batch 1' },
      { kind: 'failed', what: 'ssd, batch 1', why: expect.stringMatching(why) },
    ]);
  });

  it('that hangs is killed when its time is over', async () => {
    const lines = await linesOf('setInterval(() => {}, 1000)', 0);
    const what = 'networks, which was under way when the time was over';
    expect(lines).toEqual([{ kind: 'left out', what }]);
  });
});
