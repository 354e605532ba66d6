import { describe, expect, it } from 'vitest';
import { useDemo } from './testing/use-demo.ts';

const demo = useDemo();

/** What runs in the worker before its own script, by what is missing. */
const rows = [
  {
    name: 'in a browser without it',
    init: () => Reflect.deleteProperty(Navigator.prototype, 'gpu'),
    inWorker: "Reflect.deleteProperty(WorkerNavigator.prototype, 'gpu');",
    message: /^This browser has no WebGPU.*\.$/,
    fix: /Chrome .*Safari .*Firefox/,
  },
  {
    name: 'without an adapter',
    init: () => {
      GPU.prototype.requestAdapter = async () => null;
    },
    inWorker: 'GPU.prototype.requestAdapter = async () => null;',
    message: /found no adapter.*\.$/,
    fix: /hardware acceleration/,
  },
  { name: 'on an insecure origin', isInsecure: true, message: /https.*\.$/, fix: /https/ },
];

describe('the page without WebGPU', () => {
  it.for(rows)('says so $name', async ({ init, inWorker, isInsecure, message, fix }) => {
    const page = await demo.context.newPage();
    if (init) await page.addInitScript(init);
    if (inWorker) {
      await page.route('**/facegpu-worker.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${inWorker}\n${await response.text()}` });
      });
    }
    await page.goto(isInsecure ? demo.insecureAddress : demo.address);
    await page.locator('#failure').waitFor();
    expect(await page.locator('#failure-message').textContent()).toMatch(message);
    expect(await page.locator('#failure-fix').textContent()).toMatch(fix);
    expect(await page.locator('#loading').isHidden()).toBe(true);
    // The people are still there, to be exported.
    expect(await page.locator('#people-title').isVisible()).toBe(true);
    await page.close();
  });
});
