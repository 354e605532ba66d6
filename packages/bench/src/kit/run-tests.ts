import type { TestsLine } from './lines.ts';
import { collect, countTests, type Outcome, runTests } from './runner/suite.ts';
import { messageOf, type SectionContext } from './section.ts';

/** Test files by their path, each with what describes its tests. */
export type TestFiles = Readonly<Record<string, () => Promise<unknown>>>;

/** Milliseconds that one test may take. */
const timeout = 60_000;

/** Runs the tests of all files, one line a suite; of several processes each takes its part. */
export async function runTestFiles(
  files: TestFiles,
  { send, deadline, tests, process: { index, count } }: SectionContext,
): Promise<void> {
  const enough = () => Date.now() >= deadline;
  for (const [file, load] of Object.entries(files)) {
    if (!file.includes(tests)) continue;
    if (enough()) {
      send({ kind: 'left out', what: file });
      continue;
    }
    send({ kind: 'begun', what: file });
    try {
      const root = await collect(load);
      const takes = (test: number) => test % count === index;
      const suites = new Map<string, Outcome[]>();
      let ran = 0;
      for await (const outcome of runTests(root, { takes, enough, timeout })) {
        const [suite] = outcome.path;
        const known = suites.get(suite);
        if (known) known.push(outcome);
        else {
          sendSuites(suites, send);
          suites.set(suite, [outcome]);
        }
        ran++;
      }
      sendSuites(suites, send);
      const wanted = Math.ceil((countTests(root) - index) / count);
      if (ran < wanted) send({ kind: 'left out', what: `${wanted - ran} tests of ${file}` });
    } catch (error) {
      send({ kind: 'failed', what: file, why: messageOf(error) });
    }
  }
}

/** Tells of suites that have ended, and forgets them. */
function sendSuites(suites: Map<string, Outcome[]>, send: SectionContext['send']): void {
  for (const [suite, outcomes] of suites) send(lineOf(suite, outcomes));
  suites.clear();
}

function lineOf(suite: string, outcomes: readonly Outcome[]): TestsLine {
  const failed: Record<string, string> = {};
  const skipped: Record<string, number> = {};
  let passed = 0;
  for (const { path, state, note = '' } of outcomes) {
    if (state === 'passed') passed++;
    else if (state === 'failed') failed[path.join(' > ')] = note;
    else skipped[note] = (skipped[note] ?? 0) + 1;
  }
  return { kind: 'tests', suite, passed, failed, skipped };
}
