import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { samples } from '../testing/samples.ts';
import { emptyScene, portrait, useFolder } from './testing/photos.ts';
import { facegpu } from './testing/run.ts';

const at = useFolder(async (folder) => {
  const file = (name: string) => path.join(folder, name);
  await Promise.all([
    portrait('ann').flop().toFile(file('ann.png')),
    portrait('cleo').flop().toFile(file('cleo.png')),
    emptyScene().toFile(file('nobody.png')),
    writeFile(file('text.jpg'), 'Dear diary,\n'),
  ]);
});

/** Cleo's is the largest face of the first sample, Ann's the most certain. */
const [group] = samples;

describe('facegpu compare', () => {
  it.concurrent('finds the person with the largest face', async () => {
    const { code, stdout } = await facegpu(['compare', group, 'cleo.png', '--json'], { cwd: at() });
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(['distance', 'threshold', 'falseMatchRate', 'same']);
    expect(result).toMatchObject({ falseMatchRate: 1e-4, same: true });
    expect(result.distance).toBeLessThan(result.threshold);
    // Not the same pixels: one of them is mirrored.
    expect(result.distance).toBeGreaterThan(0.001);
  });

  it.concurrent('tells other people apart, in words', async () => {
    const { code, stdout } = await facegpu(['compare', 'ann.png', group], { cwd: at() });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^different people: distance \d\.\d{3}, threshold 0\.\d{3} \(0\.01 % of strangers .*\)\n$/,
    );
  });

  it.concurrent('goes by a threshold or a rate that it is told', async () => {
    const near = ['compare', group, 'cleo.png', '--json'];
    const [strict, loose] = await Promise.all([
      facegpu([...near, '--threshold', '0.001'], { cwd: at() }),
      facegpu([...near, '--false-match-rate', '0.01'], { cwd: at() }),
    ]);
    expect(JSON.parse(strict.stdout)).toMatchObject({ threshold: 0.001, same: false });
    expect(JSON.parse(loose.stdout)).toMatchObject({ falseMatchRate: 0.01, same: true });
    const both = await facegpu([...near, '--threshold', '1', '--false-match-rate', '0.01']);
    expect(both).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be used with/) });
  });

  it.concurrent('fails with exit code 1 and JSON without a face', async () => {
    const args = ['--json', 'nobody.png', 'text.jpg'];
    const { code, stdout, stderr } = await facegpu(['compare', ...args], { cwd: at() });
    expect(code).toBe(1);
    const result = JSON.parse(stdout);
    expect(Object.keys(result)).toEqual(['error']);
    expect(Object.keys(result.error)).toEqual(['code', 'message', 'fix']);
    expect(result.error).toEqual({
      code: 'no-face',
      message: 'nobody.png: no face was found',
      fix: expect.stringContaining('--min-score'),
    });
    // Each on a line of its own, the second file too.
    expect(reports(stderr)).toEqual([
      expect.stringMatching(/^nobody\.png: no face was found\. /),
      expect.stringMatching(/^text\.jpg: can't be decoded/),
    ]);
  });

  it.concurrent('says nothing on stdout where it fails without --json', async () => {
    const outcome = await facegpu(['compare', 'missing.png', 'ann.png'], { cwd: at() });
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(reports(outcome.stderr)).toEqual([
      expect.stringMatching(/^missing\.png: can't be read: ENOENT/),
    ]);
  });
});

/** The lines about files. */
function reports(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^\w+\.\w+: /.test(line));
}
