import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkTarball } from './check.mjs';
import { packAll, publishedPackages } from './pack.mjs';

let folder = '';
let tarballs: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'facegpu-packed-'));
  tarballs = await packAll(folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

it.each(publishedPackages.map((name, i) => [name, i] as const))(
  'the tarball of %s is fit to be published',
  async (_, i) => {
    expect(await checkTarball(tarballs[i])).toEqual([]);
  },
);
