// Builds examples/nextjs with the packages as they are packed, in a folder of its own, and uses it: the route, and the
// page with a worker and without. Takes a few minutes: node tools/release/try-next.mjs [--next VERSION]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { root } from '../build/packages.mjs';
import { declareTypes } from '../build/types.mjs';
import { log, runMain, SetupError } from '../setup/log.mjs';
import { faceApi, prepare } from '../setup/prepare.mjs';
import { run } from '../setup/process.mjs';
import { packAll } from './pack.mjs';

/** How long the page may take on a software adapter, in milliseconds. */
const patience = 120_000;

await runMain(async () => {
  const { values } = parseArgs({ options: { next: { type: 'string', default: '16' } } });
  await prepare();
  await declareTypes();
  const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-next-'));
  try {
    const tarballs = await packAll(path.join(folder, 'packed'));
    const app = path.join(folder, 'app');
    await cp(path.join(root, 'examples/nextjs'), app, {
      recursive: true,
      filter: (file) => !file.includes('node_modules'),
    });
    await writeFile(path.join(app, 'package.json'), '{ "private": true }');
    const wanted = tarballs.filter((file) => /-(kernels|nn|models|pipeline)-/.test(file));
    const others = [`next@${values.next}`, 'react', 'react-dom', 'sharp', 'webgpu'];
    const types = ['typescript@5', '@types/react', '@types/node'];
    await step(app, 'npm', ['install', '--no-audit', '--no-fund', ...wanted, ...others, ...types]);
    const models = path.join(app, 'node_modules/@facegpu/models');
    await cp(models, path.join(app, 'public/models'), { recursive: true, dereference: true });
    const next = path.join(app, 'node_modules/next/dist/bin/next');
    await step(app, process.execPath, [next, 'build']);
    await tryApp(app, next);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  log.step('the app of Next.js works');
  return 0;
});

/**
 * @param {string} app
 * @param {string} next the command of Next.js
 */
async function tryApp(app, next) {
  const port = String(await freePort());
  const address = `http://localhost:${port}/`;
  const server = spawn(process.execPath, [next, 'start', '--port', port], {
    cwd: app,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await untilServed(address);
    const photo = path.join(faceApi('demo'), 'sample1.jpg');
    log.step('the route');
    const found = await post(address, await readFile(photo));
    expectFaces('the route', found.status, `${/** @type {unknown[]} */ (found.body).length} faces`);
    const refused = await post(address, 'no picture');
    if (refused.status !== 400) throw new SetupError(`the route answers ${refused.status}`);
    await tryPage(address, photo);
  } finally {
    server.kill();
    if (server.exitCode === null) await once(server, 'exit');
  }
}

/**
 * @param {string} address
 * @param {string} photo
 */
async function tryPage(address, photo) {
  const { findChromium, launchChromium } = await import('@facegpu/chromium');
  const browser = await launchChromium(findChromium(process.env), address);
  try {
    for (const where of ['worker', 'page']) {
      log.step(`the page, computing in the ${where}`);
      const page = await browser.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(`${address}?in=${where}`, { waitUntil: 'networkidle' });
      await page.locator('input').setInputFiles(photo);
      const said = page.locator('output').filter({ hasNotText: /Choose|Looking/ });
      expectFaces(`the page (${where})`, 200, await said.textContent());
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

/**
 * @param {string} what
 * @param {number} status
 * @param {string | null} said
 */
function expectFaces(what, status, said) {
  if (status !== 200 || !/^[1-9]\d* faces$/.test(said ?? '')) {
    throw new SetupError(`${what} found no faces: ${status}, ${said}`);
  }
}

/**
 * @param {string} address
 * @param {BodyInit} body
 */
async function post(address, body) {
  const response = await fetch(`${address}api/faces`, { method: 'POST', body });
  return { status: response.status, body: await response.json() };
}

/** @param {string} address */
async function untilServed(address) {
  for (let tries = 0; tries < 60; tries++) {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await setTimeout(500);
  }
  throw new SetupError('the server of Next.js did not start');
}

async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * @param {string} cwd
 * @param {string} command
 * @param {readonly string[]} args
 */
async function step(cwd, command, args) {
  log.step([path.basename(command), ...args.map((arg) => path.basename(arg))].join(' '));
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  if ((await run(command, args, { cwd, env, quiet: true })) !== 0) {
    throw new SetupError(`this failed: ${args.join(' ')}`);
  }
}
