import { describe, expect, it } from 'vitest';
import { drop, useDemo } from './testing/use-demo.ts';

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
    // The people are still there, to be exported; what would need a GPU is not.
    expect(await page.locator('#people-title').isVisible()).toBe(true);
    const controls = page.locator('button:visible, input:visible, a:visible');
    expect(await controls.allInnerTexts()).toEqual(['Try again', 'Import', 'Export']);
    await drop(page, { 'notes.txt': 'hello' });
    expect(await page.locator('#film button, .notice').count()).toBe(0);
    await page.close();
  });
});
