// Runs everything: types, lint, and the tests on each adapter of this machine.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { declareTypes } from '../build/types.mjs';
import { ensureChromium } from '../setup/chromium.mjs';
import { log, runMain } from '../setup/log.mjs';
import { ensurePostgres } from '../setup/postgres.mjs';
import { prepare } from '../setup/prepare.mjs';
import { run } from '../setup/process.mjs';
import { distinctLine } from './distinct.mjs';
import { findLanes } from './lanes.mjs';
import { emptySummary } from './reporter.mjs';

const filters = process.argv.slice(2);
const totals = { passed: 0, failed: 0, skipped: 0 };
/** The names of the tests that ran, for each lane. @type {string[][]} */
const ran = [];
/** What is to be read at the end, however long the list above it. @type {string[]} */
const remarks = [];

await runMain(async () => {
  await prepare({ peers: true });
  await ensurePostgres();
  const lanes = findLanes(await ensureChromium());
  // What is published is tested with its types.
  await check('types', declareTypes);
  await check('lint', checkLint);
  const checks = totals.passed + totals.failed;
  for (const lane of lanes) await runLane(lane);
  if (totals.passed + totals.failed + totals.skipped === checks) {
    console.log('✗ no test file has a path with any of these words');
    totals.failed++;
  }
  for (const remark of remarks) console.log(remark);
  console.log(distinctLine(ran));
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
});

/**
 * A check that passes or fails as a whole.
 *
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function check(name, work) {
  log.step(`checking ${name}`);
  try {
    await work();
    totals.passed++;
  } catch (error) {
    const remark = `✗ ${name}: ${error instanceof Error ? error.message : error}`;
    console.log(remark);
    remarks.push(remark);
    totals.failed++;
  }
}

async function checkLint() {
  const args = [modulePath('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.'];
  if ((await run(process.execPath, args, { cwd: root })) !== 0) throw new Error('see above');
}

/** @param {import('./lanes.mjs').Lane} lane */
async function runLane({ name, env, args, missing }) {
  if (missing) {
    console.log(`no tests on ${name}: ${missing}`);
    return;
  }
  log.step(`testing on ${name}`);
  const summaryFile = path.join(root, '.cache/summary.json');
  rmSync(summaryFile, { force: true });
  const code = await run(
    process.execPath,
    [modulePath('vitest/vitest.mjs'), 'run', '--passWithNoTests', ...args, ...filters],
    { cwd: root, env: { ...process.env, ...env, FACEGPU_SUMMARY: summaryFile }, family: true },
  );
  const summary = readSummary(summaryFile);
  totals.passed += summary.passed;
  totals.failed += summary.failed;
  ran.push(summary.ran);
  remarks.push(...summary.remarks.map((remark) => `${name}: ${remark}`));
  for (const tests of Object.values(summary.skips)) totals.skipped += tests;
  if (code !== 0 && summary.failed === 0) totals.failed++;
  // A part of the tests may well do without a GPU.
  if (filters.length === 0 && Object.keys(summary.adapters).length === 0) {
    console.log(`✗ no GPU test ran on ${name}`);
    totals.failed++;
  }
}

/**
 * @param {string} file
 * @returns {import('./reporter.mjs').Summary}
 */
function readSummary(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return emptySummary();
  }
}

/** @param {string} file */
function modulePath(file) {
  return path.join(root, 'node_modules', file);
}
