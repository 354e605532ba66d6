import { expect, it } from 'vitest';
import { plotTimes } from './plot.ts';
import { madeUp } from './testing.ts';

it('draws a bar for everyone that takes part', async () => {
  const results = [
    madeUp({ name: 'landmarks & more', ms: [1.5, 300, 20] }),
    madeUp({ name: 'alone', ms: [0.125] }),
  ];
  const svg = await plotTimes(results, 'Networks');
  for (const text of ['landmarks &amp; more', 'alone', '1.50 ms', '300 ms, 200.00×', 'tfjs-wasm']) {
    expect(svg).toContain(text);
  }
  expect(
    svg.match(/aria-roledescription="rect mark container"><path .*?<\/g>/)?.[0].match(/<path/g),
  ).toHaveLength(4);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('does with a single bar', async () => {
  expect(await plotTimes([madeUp({ name: 'alone', ms: [0.125] })], 'Photos')).not.toContain('NaN');
});
