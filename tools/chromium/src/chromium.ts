import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { NoChromium } from './no-chromium.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Where Chromium is: in CHROMIUM_PATH, or else on PATH.
 *
 * @throws NoChromium that says what to install
 */
export function findChromium(environment: Readonly<Record<string, string | undefined>>): string {
  const { CHROMIUM_PATH: given, PATH = '' } = environment;
  const folders = PATH.split(path.delimiter).filter((folder) => folder !== '');
  const candidates = given
    ? [given]
    : commands.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  const found = candidates.find((file) => isExecutable(file) && !isEmptyShim(file));
  if (found) return found;
  throw new NoChromium(
    given
      ? `CHROMIUM_PATH is "${given}", where no program is`
      : 'there is no Chromium: install it (Debian: apt-get install chromium) or Google Chrome, or say with CHROMIUM_PATH where it is',
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where Ubuntu's commands lead: they are scripts that want a snap. */
const snap = '/snap/bin/chromium';

/** Whether a command is Ubuntu's, and does nothing because the snap isn't there. */
function isEmptyShim(file: string): boolean {
  if (existsSync(snap)) return false;
  const start = Buffer.alloc(2000);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, start);
  closeSync(descriptor);
  return start.toString('latin1', 0, 2) === '#!' && start.includes(snap);
}

/**
 * The switches of a headless Chromium with WebGPU. Vulkan is how it gets to a graphics processor on
 * Linux; without one it has SwiftShader.
 */
export const webgpuSwitches: readonly string[] = [
  '--headless=new',
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--disable-background-networking',
];

/**
 * A headless Chromium in which pages of a server have WebGPU.
 *
 * @param address of a page of that server
 * @param switches of the command line, besides `webgpuSwitches`
 * @throws NoChromium where it finds no adapter
 */
export async function launchChromium(
  executablePath: string,
  address: string,
  switches: readonly string[] = [],
): Promise<Browser> {
  const args = [...webgpuSwitches, ...switches];
  // In headless mode by the first of its switches: Playwright's own choice may be the older one.
  const browser = await chromium.launch({ executablePath, headless: false, args });
  if (await hasAdapter(browser, address)) return browser;
  await browser.close();
  throw new NoChromium(
    `${executablePath} has no WebGPU adapter; Chromium 113 or later has SwiftShader`,
  );
}

async function hasAdapter(browser: Browser, address: string): Promise<boolean> {
  const page = await browser.newPage();
  await page.goto(address);
  const has = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  await page.close();
  return has;
}
