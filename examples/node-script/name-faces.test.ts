import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const script = fileURLToPath(new URL('name-faces.mjs', import.meta.url));
const faceApi = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
const sample = (number: number) => path.join(path.dirname(faceApi), `demo/sample${number}.jpg`);

it('names the face of the portrait, and no other', async () => {
  const { stdout } = await run(process.execPath, [script, sample(1), `Eve=${sample(1)}`]);
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('Eve at'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('unknown at')).length).toBe(lines.length - 1);
});

it('says what is wrong, and what to do', async () => {
  const failed = run(process.execPath, [script, 'missing.jpg', `Eve=${sample(1)}`]);
  await expect(failed).rejects.toMatchObject({ code: 1, stderr: /missing\.jpg can't be read/ });
});
