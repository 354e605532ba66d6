import { describe, expect, it } from 'vitest';
import { measure } from '../metrics.ts';
import {
  type ReportContent,
  type ReportedPair,
  renderReport,
  withoutTenth,
} from './render-report.ts';

/** Pairs of one person at 0.2, and of two at 0.8. */
function contentOf(mated: number, nonMated: number): ReportContent {
  const pairs = Array.from({ length: mated + nonMated }, (_, i): ReportedPair => {
    const same = i < mated;
    return { same, distance: same ? 0.2 : 0.8, groups: {}, quality: 0.5 };
  });
  const named = { title: 'pairs', model: 'net', threshold: 0.5, missed: 0 };
  return { ...named, ...measure(pairs, 0.5), pairs, worst: { mated: [], nonMated: [] } };
}

describe('renderReport', () => {
  it('tells true accepts with their interval', async () => {
    const html = await renderReport(contentOf(20, 1000));
    expect(html).toContain(
      '<b>100.00 %</b>true accepts where 0.1 % of strangers are (83.89 % – 100.00 %)',
    );
  });

  it.each([999, 0])('says what %i pairs of two people can’t tell', async (nonMated) => {
    const html = await renderReport(contentOf(20, nonMated));
    expect(html).toContain(`too few pairs: takes 1000 of two people, there are ${nonMated}<`);
  });

  it('shows more pairs than a call takes arguments', async () => {
    const html = await renderReport(contentOf(100, 300_000));
    expect(html).toContain('aria-label="Distances"');
  }, 60_000);
});

it.each([
  [0.1, 0.05, 'errors fall from 10.00 % to 5.00 % (1.00 % – 9.00 %)'],
  [0.05, 0.1, 'errors rise from 5.00 % to 10.00 % (1.00 % – 9.00 %)'],
  [0.05, 0.05, 'errors stay at 5.00 % (1.00 % – 9.00 %)'],
])('from %d to %d: %s', (start, error, words) => {
  const interval = { low: 0.01, high: 0.09 };
  const tenth = { discarded: 0.1, pairs: 9, error, interval, fnmr: 0 };
  expect(withoutTenth(start, tenth)).toBe(`Without the tenth of lowest quality, ${words}.`);
});
