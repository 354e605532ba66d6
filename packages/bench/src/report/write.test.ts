import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { madeUp } from './testing.ts';
import { writeReport } from './write.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'facegpu-report-'));
afterAll(() => rm(folder, { recursive: true }));

it('writes a page, the results, and a picture for each kind', async () => {
  const results = [madeUp({ name: 'a', ms: [1, 2] }), madeUp({ name: 'b', kind: 'cold', ms: [3] })];
  const at = path.join(folder, 'new');
  await writeReport(pathToFileURL(`${at}/`), { title: 'A report', about: {}, results });
  expect((await readdir(at)).sort()).toEqual([
    'cold.svg',
    'network.svg',
    'report.md',
    'results.json',
  ]);
  expect(JSON.parse(await readFile(path.join(at, 'results.json'), 'utf8'))).toEqual(results);
});
