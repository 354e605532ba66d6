import { launchChromium } from '@facegpu/chromium';
import type { Browser } from 'playwright-core';

/**
 * Without these the canvas is on another processor than WebGPU where that is SwiftShader, and drawing
 * from one to the other ends the GPU process. TensorFlow.js reads that way what it wants at once.
 */
const onSwiftShader = ['--use-angle=swiftshader', '--use-vulkan=swiftshader'];

/**
 * A Chromium in which TensorFlow.js can read synchronously from WebGPU, too.
 *
 * @param address of a page
 * @throws NoChromium where it finds no adapter
 */
export async function launchForPeers(executablePath: string, address: string): Promise<Browser> {
  const browser = await launchChromium(executablePath, address);
  if (!(await isSoftware(browser, address))) return browser;
  await browser.close();
  return launchChromium(executablePath, address, onSwiftShader);
}

async function isSoftware(browser: Browser, address: string): Promise<boolean> {
  const page = await browser.newPage();
  await page.goto(address);
  const is = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    return adapter?.info.isFallbackAdapter ?? false;
  });
  await page.close();
  return is;
}
