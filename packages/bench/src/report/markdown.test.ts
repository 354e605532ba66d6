import { describe, expect, it } from 'vitest';
import { toMarkdown } from './markdown.ts';
import { madeUp } from './testing.ts';

const about = { adapter: 'llvmpipe', Node: '20.9.0' };

function markdown(...results: Parameters<typeof madeUp>[0][]): string[] {
  return toMarkdown({ title: 'A report', about, results: results.map(madeUp) }).split('\n');
}

describe('toMarkdown', () => {
  it('begins with what was measured on', () => {
    expect(markdown().slice(0, 6)).toEqual([
      '# A report',
      '',
      '|  |  |',
      '| --- | --: |',
      '| adapter | llvmpipe |',
      '| Node | 20.9.0 |',
    ]);
  });

  it('has a table for each kind, and what no peer does without ratios', () => {
    const lines = markdown(
      { name: 'detector', ms: [10, 50, 20] },
      { name: 'alone', ms: [0.125] },
      { name: 'first face', kind: 'cold', ms: [100], facts: { 'compile ms': 25 } },
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        '## Networks',
        '| detector | 10 ms | 9 – 12 | 50 ms (5.00×) | 20 ms (2.00×) | 2.00× |',
        '| alone | 0.13 ms | 0.11 – 0.15 |  |  |  |',
        '![Networks](network.svg)',
        '## From nothing to the first result',
        '| first face | 100 ms | 90 – 120 |',
        '| work | compile ms |',
        '| first face | 25 |',
      ]),
    );
    expect(lines.join()).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has the rates of kernels, the shares of the limits, and the mean of convolutions', () => {
    const kind = 'kernel';
    const lines = markdown(
      { name: 'limit: arithmetic', kind, ms: [25], facts: { GFLOP: 2 } },
      { name: 'limit: memory', kind, ms: [10], facts: { MB: 100 } },
      { name: 'conv a', kind, ms: [20, 40], facts: { GFLOP: 1, MB: 40 } },
      { name: 'conv b', kind, ms: [20, 160], facts: { GFLOP: 1, MB: 40 } },
      { name: 'pool', kind, ms: [20], facts: { MB: 100 } },
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        '- tfjs-webgpu / ours: 4.00× over 2 shapes',
        '| limit: arithmetic | 2 |  | 80 |  |  |  |  |  |',
        '| conv a | 1 | 40 | 50 | 25 | 2 | 1 | 63 % | 20 % |',
        '| pool |  | 100 |  |  | 5 |  |  | 50 % |',
      ]),
    );
  });
});
