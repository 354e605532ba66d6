import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import LaneReporter from './reporter.mjs';

/** A test as vitest hands it to a reporter. */
function ended(fullName: string, state: string, more: Partial<Ended> = {}) {
  const { note, adapter, errors, flaky = false } = more;
  return {
    fullName,
    result: () => ({ state, note, errors }),
    meta: () => ({ adapter }),
    diagnostic: () => ({ flaky }),
  };
}

interface Ended {
  readonly note: string;
  readonly adapter: string;
  readonly errors: readonly Pick<Error, 'message'>[];
  readonly flaky: boolean;
}

it('sums up a run, names each test that was not skipped, and says which failed or wavered', async () => {
  const tests = [
    ended('pad > f32 > one row', 'passed', { adapter: 'a card', flaky: true }),
    ended('pad > f32 > one row', 'failed', { adapter: 'a card', errors: [{ message: '1 of 9' }] }),
    ended('pad > f16 > one row', 'skipped', { note: 'no f16' }),
  ];
  const module = {
    relativeModuleId: 'pad.test.ts',
    errors: () => [],
    children: { allTests: () => tests },
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-summary-'));
  const file = path.join(folder, 'summary.json');
  vi.stubEnv('FACEGPU_SUMMARY', file);
  const print = vi.spyOn(console, 'log').mockReturnValue();
  try {
    new LaneReporter().onTestRunEnd([module as never], []);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      passed: 1,
      failed: 1,
      ran: ['["pad.test.ts","pad > f32 > one row",0]', '["pad.test.ts","pad > f32 > one row",1]'],
      remarks: [
        'passed only when tried again: pad.test.ts > pad > f32 > one row',
        '✗ pad.test.ts > pad > f32 > one row: 1 of 9',
      ],
      adapters: { 'a card': 2 },
      skips: { 'no f16': 1 },
    });
    expect(print.mock.calls.flat()).toEqual(['2 GPU tests on a card', '1 skipped: no f16']);
  } finally {
    print.mockRestore();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  }
});
