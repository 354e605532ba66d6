import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useChromium } from '@facegpu/chromium/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlers, readScripts } from './bundlers.ts';
import { forbiddenIn } from './forbidden.ts';
import { root, useProject } from './project.ts';
import { strict, type Visit, visit } from './visit.ts';

const at = useProject();
const chromium = useChromium();
const page = path.join(root, 'tools/bundlers/page');

describe.each(Object.entries(bundlers))('a page bundled by %s', (name, bundle) => {
  let warnings: readonly string[];
  beforeAll(async () => {
    await cp(page, at(name), { recursive: true });
    warnings = await bundle(at(name));
  });

  it('needs nothing but the defaults', () => {
    // Webpack recommends less than 244 KiB of any script, whatever it is compressed to.
    const isAdvice = /size limit|performance recommendations/;
    expect(warnings.filter((warning) => !isAdvice.test(warning))).toEqual([]);
  });

  it('has no module of Node, no code from text, no blob URLs', async () => {
    const scripts = await readScripts(at(name));
    // That of the page, and that of the worker, with whatever they have in common.
    expect(scripts.length).toBeGreaterThan(1);
    expect(scripts.flatMap(forbiddenIn)).toEqual([]);
  });

  it('finds the faces of a photo in a worker, under a strict policy', async (test) => {
    expectFaces(await visit(chromium(test), at(`${name}/dist`)));
  });
});

describe('a page with facegpu.min.js', () => {
  beforeAll(async () => {
    await cp(page, at('plain'), { recursive: true });
    await cp(path.join(root, 'packages/pipeline/dist/facegpu.min.js'), at('plain/facegpu.min.js'));
    const html = await readFile(at('plain/index.html'), 'utf8');
    await writeFile(at('plain/index.html'), html.replace('main.js', 'plain.js'));
  });

  it('has no module of Node, no code from text, no blob URLs', async () => {
    expect(forbiddenIn(await readFile(at('plain/facegpu.min.js'), 'utf8'))).toEqual([]);
  });

  it('finds the faces of a photo, the file being its own worker', async (test) => {
    const visited = await visit(chromium(test), at('plain'));
    expectFaces(visited);
    expect(visited.workers).toEqual(['/facegpu.min.js']);
  });

  it('says what to do where its policy has no worker', async (test) => {
    const policy = { ...strict, 'worker-src': "'none'" };
    const { shown, violations } = await visit(chromium(test), at('plain'), policy);
    expect(violations).toEqual(['worker-src']);
    expect(shown).toMatch(/worker-failed.*Content-Security-Policy.*worker-src/s);
  });
});

/** The faces of the sample photo, found in a worker, with nothing fetched that isn't needed. */
function expectFaces({ shown, workers, requests, violations, complaints }: Visit): void {
  const faces = [
    { name: 'face 0', x: 343, y: 390 },
    { name: 'face 1', x: 1419, y: 192 },
    { name: 'face 2', x: 771, y: 427 },
  ];
  expect(shown).toBe(JSON.stringify(faces));
  expect(workers).toHaveLength(1);
  const models = requests.filter((request) => request.startsWith('/models/'));
  expect([...new Set(models)].sort()).toEqual([
    '/models/arcface-mobilefacenet.safetensors',
    '/models/landmarks-68.safetensors',
    '/models/models.json',
    '/models/tiny-face-detector.safetensors',
  ]);
  expect(violations).toEqual([]);
  const others = complaints.filter((complaint) => !complaint.includes('on a software adapter'));
  expect(others).toEqual([]);
}
