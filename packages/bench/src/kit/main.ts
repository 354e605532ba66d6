import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { deadlineOf } from './budget.ts';
import { Journal } from './journal.ts';
import type { Line } from './lines.ts';
import { plan } from './plan.ts';
import { supervise } from './supervise.ts';

// Runs all sections of the benchmark, each in a process of its own, and writes what they bring.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '6' },
    /** Only test files whose path contains this. */
    tests: { type: 'string', default: '' },
    sections: { type: 'string', default: plan.map(({ name }) => name).join() },
    /** When the run began: unpacking counts as well. Seconds since 1970. */
    begin: { type: 'string', default: String(Date.now() / 1000) },
  },
});
const [folder = 'facegpu-results'] = positionals;
/** The last report is written, and the processes are started, in less than this: milliseconds. */
const margin = 8000;

const begin = Number(values.begin) * 1000;
const end = begin + Number(values.minutes) * 60_000 - margin;
const journal = new Journal(folder, new Date(begin));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    journal.writeReport();
    process.exit(128 + os.constants.signals[signal]);
  });
}

const script = fileURLToPath(new URL('section.js', import.meta.url));
const wanted = values.sections.split(',');
const sections = plan.filter(({ name }) => wanted.includes(name));
for (const [i, { name, processes }] of sections.entries()) {
  const started = Date.now();
  const deadline = deadlineOf(started, end, sections.slice(i));
  const count = processes?.(os.availableParallelism()) ?? 1;
  const send = (line: Line) => {
    journal.add(name, line);
    console.log(`${name}: ${summaryOf(line)}`);
  };
  const tasks = Array.from({ length: count }, (_, index) => {
    const task = { name, deadline, tests: values.tests, process: { index, count } };
    return supervise({ script, task, send });
  });
  await Promise.all(tasks);
  send({ kind: 'ended', seconds: (Date.now() - started) / 1000 });
  journal.writeReport();
}
console.log(`report: ${folder}/report.md`);

/** A line for whoever watches. */
function summaryOf(line: Line): string {
  switch (line.kind) {
    case 'machine':
      return `${line.adapter.name}, ${line.adapter.features.join(', ')}`;
    case 'begun':
      return `… ${line.what}`;
    case 'result': {
      const { name, ours_ms, peers } = line.result;
      const others = Object.entries(peers).map(([peer, ms]) => `, ${peer} ${ms.toFixed(3)} ms`);
      return `${name}: ${ours_ms.toFixed(3)} ms${others.join('')}`;
    }
    case 'tests': {
      const skipped = Object.values(line.skipped).reduce((sum, count) => sum + count, 0);
      const failed = Object.keys(line.failed).length;
      return `${line.suite}: ${line.passed} passed, ${failed} failed, ${skipped} skipped`;
    }
    case 'failed':
      return `✗ ${line.what}: ${line.why}`;
    case 'left out':
      return `no time for ${line.what}`;
    case 'ended':
      return `ended after ${line.seconds.toFixed(1)} s`;
  }
}
