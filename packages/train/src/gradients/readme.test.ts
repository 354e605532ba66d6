import { readFile } from 'node:fs/promises';
import { allOperators } from '@facegpu/nn';
import { describe, expect, it } from 'vitest';
import { trainingOperators } from '../operators/all.ts';
import { gradients } from './all.ts';
import { flatGradients } from './flat.ts';

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');

/** The operators that a row of the table names. */
function listed(row: string): readonly string[] {
  const line = readme.split('\n').find((each) => each.split('|')[1]?.trim() === row) ?? '';
  return [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name);
}

describe('the table of gradients in the README', () => {
  const names = Object.keys({ ...allOperators, ...trainingOperators });
  const passed = Object.keys(flatGradients);
  const smooth = Object.keys(gradients).filter((name) => !passed.includes(name));
  const onlyOfTraining = Object.keys(trainingOperators).filter((name) => {
    return !Object.hasOwn(allOperators, name);
  });
  const missing = names.filter((name) => {
    return !Object.hasOwn(gradients, name) && !onlyOfTraining.includes(name);
  });

  it.each([
    ['with a gradient', smooth],
    ['let nothing pass', passed],
    ['without one', missing],
  ])('lists those %s', (row, wanted) => {
    expect(listed(row)).toEqual([...wanted].sort());
  });
});
