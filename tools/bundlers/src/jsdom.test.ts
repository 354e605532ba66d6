import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { link, useProject } from './project.ts';

const at = useProject();
const run = promisify(execFile);

const config = `
  export default { test: { environment: 'jsdom', include: ['*.spec.js'], testTimeout: 60000 } };
`;

/** Whatever a test may pass: of jsdom's realm, or of Node's. */
const spec = `
  import { writeFileSync } from 'node:fs';
  import sharp from 'sharp';
  import { afterAll, beforeAll, expect, it } from 'vitest';
  import { FacePipeline } from '@facegpu/pipeline';

  const grey = { width: 64, height: 64, channels: 3, background: 'grey' };
  const file = await sharp({ create: grey }).png().toBuffer();
  writeFileSync('photo.png', file);
  let faces;
  beforeAll(async () => {
    faces = await FacePipeline.create({ detector: 'tiny' });
  });
  afterAll(() => faces.dispose());

  it('has a document', () => {
    expect(document.createElement('img')).toBeInstanceOf(HTMLImageElement);
  });

  it.each([
    ['a Buffer', () => file],
    ['a Uint8Array', () => new Uint8Array(file)],
    ['an ArrayBuffer', () => new Uint8Array(file).buffer],
    ['a path', () => 'photo.png'],
    ['an URL', () => new URL('photo.png', import.meta.url)],
    ['a Blob', () => new Blob([new Uint8Array(file)])],
    ['pixels', () => ({ data: new Uint8Array(3 * 64 * 64), width: 64, height: 64 })],
  ])('takes %s', async (_, photo) => {
    expect(await faces.detectIn(photo(), { signal: new AbortController().signal })).toMatchObject({ width: 64, height: 64 });
  });

  it('takes a signal', async () => {
    const gone = new AbortController();
    gone.abort();
    await expect(faces.detect(file, { signal: gone.signal })).rejects.toMatchObject({ code: 'aborted' });
  });
`;

beforeAll(async () => {
  for (const name of ['@facegpu/models', 'webgpu', 'sharp']) {
    await link(name, 'packages/pipeline', at());
  }
  await link('vitest', '.', at());
  await link('jsdom', 'tools/bundlers', at());
  await writeFile(at('package.json'), '{ "private": true, "type": "module" }');
  await writeFile(at('vitest.config.js'), config);
  await writeFile(at('faces.spec.js'), spec);
});

it('works in Vitest with jsdom, whose globals are of another realm', async () => {
  const args = [at('node_modules/vitest/vitest.mjs'), 'run', '--reporter=json'];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await run(process.execPath, args, { cwd: at(), env }).catch((error) => error);
  const { testResults = [] } = JSON.parse(stdout);
  const failed = testResults.flatMap(({ assertionResults = [], message = '' }) => [
    message,
    ...assertionResults.flatMap(({ failureMessages = [] }) => failureMessages),
  ]);
  expect(failed.filter((text: string) => text !== '')).toEqual([]);
});
