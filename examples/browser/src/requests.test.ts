import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { useDemo } from './testing/use-demo.ts';

const demo = useDemo();

/** kB of all scripts of page and worker together, minified and gzipped, at most. */
const most = 163;

/** A script that was asked for: how often, and how often something of it came over the network. */
interface Script {
  asked: number;
  sent: number;
  /** Gzipped, in bytes. */
  size: number;
}

it('loads each script once, for the page and its worker together, and none that nobody asked for', async ({
  task,
}) => {
  const scripts = new Map<string, Script>();
  const counted: Promise<void>[] = [];
  demo.context.on('requestfinished', (request) => {
    const url = request.url();
    if (!url.endsWith('.js')) return;
    const count = async () => {
      const script = scripts.get(url) ?? { asked: 0, sent: 0, size: 0 };
      scripts.set(url, script);
      script.asked++;
      // What comes out of the browser's cache has no body that was sent.
      const { responseBodySize } = await request.sizes();
      if (responseBodySize > 0) script.sent++;
    };
    counted.push(count());
  });
  await demo.open();
  await Promise.all(counted);
  for (const [url, script] of scripts) {
    script.size = gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())).byteLength;
  }
  const names = [...scripts.keys()].map((url) => new URL(url).pathname);
  expect(names).toEqual(expect.arrayContaining(['/main.js', '/facegpu-worker.js']));
  // There is much that both need.
  const common = [...scripts.values()].filter(({ asked }) => asked > 1);
  expect(common.length).toBeGreaterThan(5);
  expect(Math.max(...[...scripts.values()].map(({ sent }) => sent))).toBe(1);
  expect(names.filter((name) => /attributes|detect-many|assess-faces/.test(name))).toEqual([]);
  const kilobytes = [...scripts.values()].reduce((sum, { size }) => sum + size, 0) / 1000;
  const says = `page and worker load ${kilobytes.toFixed(1)} kB of scripts (${most} at most)`;
  Object.assign(task.meta, { says });
  expect(kilobytes, says).toBeLessThan(most);
});
