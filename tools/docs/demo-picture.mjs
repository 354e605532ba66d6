// Takes the picture of the demo page that the guide shows: node tools/docs/demo-picture.mjs
import path from 'node:path';
import { root } from '../build/packages.mjs';
import { log, runMain } from '../setup/log.mjs';
import { prepare } from '../setup/prepare.mjs';

const file = path.join(root, 'docs/demo-web.jpg');

/** Who is on which photo, from left to right; the first photo is shown. */
const people = {
  'sample1.jpg': ['Ada', 'Bea', 'Cleo'],
  'sample3.jpg': [undefined, 'Cleo'],
};

/** A software adapter takes its time. */
const patience = 120_000;

await runMain(async () => {
  await prepare({ adapter: false });
  const { findChromium, launchChromium } = await import('@facegpu/chromium');
  const { bundleDemoPage, examples } = await import('../build/demo-page.mjs');
  for (const example of examples) await bundleDemoPage(example);
  const { demoFolders } = await import('../setup/demo-folders.mjs');
  const { serveDemo } = await import('../../examples/browser/server.mjs');
  const folders = demoFolders();
  const { address, close } = await serveDemo({ folders, port: 0 });
  const browser = await launchChromium(findChromium(process.env), address);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(patience);
    await page.goto(address);
    await page.locator('#adapter').getByText('Runs on').waitFor();
    const photos = Object.keys(people).map((name) => path.join(folders['/samples/'], name));
    await page.locator('#photo-input').setInputFiles(photos);
    for (const [index, names] of Object.values(people).entries()) {
      await page.locator('#film button').nth(index).click();
      await page.locator('.face').first().waitFor();
      await nameFaces(page, names);
    }
    await page.locator('#film button').first().click();
    await page.locator('.face.named').nth(2).waitFor();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: file, type: 'jpeg', quality: 85, animations: 'disabled' });
  } finally {
    await browser.close();
    await close();
  }
  log.step(`wrote ${path.relative(root, file)}: look at it`);
  return 0;
});

/**
 * @param {import('playwright').Page} page
 * @param {readonly (string | undefined)[]} names of the faces, from left to right
 */
async function nameFaces(page, names) {
  const lefts = await page
    .locator('.face')
    .evaluateAll((faces) => faces.map((face) => face.getBoundingClientRect().left));
  const order = [...lefts.keys()].sort((a, b) => lefts[a] - lefts[b]);
  for (const [place, name] of names.entries()) {
    if (name === undefined) continue;
    await page.locator('.face').nth(order[place]).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.getByLabel(`Name of ${name}`).waitFor();
  }
}
