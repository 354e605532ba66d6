import { useDevice } from '@facegpu/kernels/testing';
import { afterAll, describe, it } from 'vitest';
import { findCases } from './find-cases.ts';
import { type Outcome, runCase } from './run-case.ts';
import { summaryOf } from './summary.ts';

/** Where the ONNX project's cases are: its `backend/test/data`, or Debian's `libonnx-testdata`. */
const root = process.env.ONNX_BACKEND_DATA;
const cases = root ? await findCases(root) : [];

describe('cases of the ONNX project', () => {
  const lane = useDevice();
  const outcomes: Outcome[] = [];

  it.skipIf(root)('pass, or are refused', ({ skip }) => {
    skip('ONNX_BACKEND_DATA names no folder with cases');
  });

  it.for(cases)('$name', async (kase, { task, skip }) => {
    const outcome = await runCase(lane.device(task.meta), kase);
    outcomes.push(outcome);
    if (outcome.result === 'failed') throw new Error(outcome.why);
    if (outcome.result !== 'passed') skip(outcome.why);
  });

  afterAll(() => {
    if (outcomes.length > 0) process.stdout.write(summaryOf(outcomes));
  });
});
