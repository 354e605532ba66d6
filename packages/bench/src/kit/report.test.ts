import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeUp } from '../report/testing.ts';
import { deadlineOf } from './budget.ts';
import { Journal } from './journal.ts';
import { type JournalLine, type Line, parseLines } from './lines.ts';
import { reportOf } from './report.ts';

const adapter = {
  name: 'a card',
  vendor: 'maker',
  architecture: 'new',
  device: 'card 1',
  description: 'a card',
  software: false,
  features: ['shader-f16'],
  subgroupSize: 32,
};

const lines: readonly (Line & { readonly section: string })[] = [
  {
    section: 'machine',
    kind: 'machine',
    adapter,
    limits: { maxBufferSize: 7 },
    about: { driver: '1.2' },
  },
  { section: 'networks', kind: 'result', result: madeUp({ name: 'a network', ms: [2, 3] }) },
  { section: 'networks', kind: 'ended', seconds: 4.25 },
  {
    section: 'tests',
    kind: 'tests',
    suite: 'pad',
    passed: 3,
    failed: {},
    skipped: { 'no f16': 2 },
  },
  {
    section: 'tests',
    kind: 'tests',
    suite: 'pad',
    passed: 2,
    failed: { 'pad > f32 > one row': '1 of 5 elements differ' },
    skipped: { 'no f16': 1 },
  },
  { section: 'match', kind: 'failed', what: 'match', why: 'ended with SIGSEGV\nand more' },
  ...[1, 2, 3, 4].map((i) => {
    return { section: 'cold', kind: 'left out', what: `cold start ${i}` } as const;
  }),
];

describe('the report of a kit', () => {
  it('has the adapter, tests, results, and what came to nothing', () => {
    const report = reportOf(
      lines.map((line) => ({ at: 1, ...line }) as JournalLine),
      new Date('2026-11-26'),
    );
    for (const part of [
      '# FaceGPU on a card, 2026-11-26',
      '| features | shader-f16 |',
      '| maxBufferSize | 7 |',
      '| networks | 4.3 |',
      '- match, match: ended with SIGSEGV\n',
      '- cold: cold start 1; cold start 2; cold start 3; and 1 more\n',
      '5 passed, 1 failed.',
      '| pad | 5 | 1 | 3: no f16 |',
      '- pad > f32 > one row: 1 of 5 elements differ\n',
      '| a network | 2 ms |',
    ]) {
      expect(report).toContain(part);
    }
    expect(report).not.toContain('.svg');
  });

  it('is there before anything was measured', () => {
    expect(reportOf([], new Date('2026-11-26'))).toContain('a machine whose adapter is unknown');
  });

  it('lies beside the lines as they came', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-journal-'));
    try {
      const journal = new Journal(folder, new Date());
      for (const { section, ...line } of lines) journal.add(section, line);
      const text = await readFile(path.join(folder, 'journal.jsonl'), 'utf8');
      expect(parseLines(text)).toMatchObject(lines);
      // A line that was cut off takes no other along.
      expect(parseLines(text.slice(0, -9))).toHaveLength(lines.length - 1);
      journal.writeReport();
      const results = await readFile(path.join(folder, 'results.json'), 'utf8');
      expect(JSON.parse(results)).toMatchObject([{ name: 'a network', ours_ms: 2 }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

it('a section gets its share of the time that is left', () => {
  const shares = [{ share: 1 }, { share: 2 }, { share: 1 }];
  expect(deadlineOf(1000, 5000, shares)).toBe(2000);
  expect(deadlineOf(2000, 5000, shares.slice(1))).toBe(4000);
  // What one leaves, the next has.
  expect(deadlineOf(1000, 5000, shares.slice(2))).toBe(5000);
  expect(deadlineOf(6000, 5000, shares)).toBe(6000);
});
