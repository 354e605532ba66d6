import { writeFileSync } from 'node:fs';
import { namesOf } from './distinct.mjs';

/**
 * What a test run came to; `ran` has the name of each test that wasn't skipped, `remarks` are lines on those
 * that failed, or that passed only when they were tried again.
 *
 * @typedef {{ passed: number, failed: number, ran: string[], remarks: string[], adapters: Record<string, number>, skips: Record<string, number> }} Summary
 */

/**
 * What a test may tell the reporter, in its `task.meta`: the adapter that it runs on, and a line that
 * is worth reading even where all is well.
 *
 * @typedef {{ adapter?: string, says?: string }} Told
 */

/**
 * Prints a line for each file and every failure in full, then what tests have to say, which adapter GPU
 * tests ran on and what was skipped for which reason. Writes the numbers to the file that FACEGPU_SUMMARY
 * names.
 */
export default class LaneReporter {
  /** @param {import('vitest/node').TestModule} module */
  onTestModuleEnd(module) {
    const tests = [...module.children.allTests()];
    const failed = tests.filter((test) => test.result().state === 'failed');
    const broken = module.errors().length > 0;
    const seconds = (module.diagnostic().duration / 1000).toFixed(1);
    const mark = failed.length > 0 || broken ? '✗' : '✓';
    console.log(`${mark} ${module.relativeModuleId} (${tests.length} tests, ${seconds} s)`);
    for (const error of module.errors()) console.log(`  ${error.stack ?? error.message}`);
    for (const test of failed) {
      console.log(`  ✗ ${test.fullName}`);
      for (const error of test.result().errors ?? []) {
        console.log(indent(error.stack ?? error.message));
      }
    }
  }

  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {Summary} */
    const summary = emptySummary();
    summary.failed = unhandled.length;
    for (const error of unhandled) console.log(indent(error.stack ?? error.message));
    for (const module of modules) {
      summary.failed += module.errors().length;
      const tests = [...module.children.allTests()];
      const names = namesOf(
        module.relativeModuleId,
        tests.map(({ fullName }) => fullName),
      );
      for (const [i, test] of tests.entries()) {
        const { says } = told(test);
        if (says) console.log(says);
        count(summary, test);
        summary.remarks.push(...remarks(module.relativeModuleId, test));
        if (test.result().state !== 'skipped') summary.ran.push(names[i]);
      }
    }
    const { adapters, skips } = summary;
    for (const [name, tests] of Object.entries(adapters))
      console.log(`${tests} GPU tests on ${name}`);
    for (const [note, tests] of Object.entries(skips)) console.log(`${tests} skipped: ${note}`);
    const file = process.env.FACEGPU_SUMMARY;
    if (file) writeFileSync(file, JSON.stringify(summary));
  }
}

/** @returns {Summary} */
export function emptySummary() {
  return { passed: 0, failed: 0, ran: [], remarks: [], adapters: {}, skips: {} };
}

/**
 * @param {string} file
 * @param {import('vitest/node').TestCase} test
 */
function remarks(file, test) {
  const name = `${file} > ${test.fullName}`;
  const { state, errors = [] } = test.result();
  if (state === 'failed') return [`✗ ${name}: ${errors[0]?.message ?? 'no reason given'}`];
  return test.diagnostic()?.flaky ? [`passed only when tried again: ${name}`] : [];
}

/**
 * @param {Summary} summary
 * @param {import('vitest/node').TestCase} test
 */
function count(summary, test) {
  const result = test.result();
  if (result.state === 'passed') summary.passed++;
  if (result.state === 'failed') summary.failed++;
  if (result.state === 'skipped') {
    const note = result.note ?? 'no reason given';
    summary.skips[note] = (summary.skips[note] ?? 0) + 1;
    return;
  }
  const { adapter } = told(test);
  if (adapter) summary.adapters[adapter] = (summary.adapters[adapter] ?? 0) + 1;
}

/** @param {import('vitest/node').TestCase} test */
function told(test) {
  return /** @type {Told} */ (test.meta());
}

/** @param {string} text */
function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}
