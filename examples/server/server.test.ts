import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from './server.mjs';

const faceApi = createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json');
let server: Awaited<ReturnType<typeof createServer>>;
beforeAll(async () => {
  server = await createServer({ detector: 'tiny' });
});
afterAll(() => server.close());

const post = (payload: Buffer) =>
  server.inject({
    method: 'POST',
    url: '/faces',
    headers: { 'content-type': 'image/jpeg' },
    payload,
  });

it('answers a photo with its faces, descriptors among them', async () => {
  const photo = await readFile(path.join(path.dirname(faceApi), 'demo/sample1.jpg'));
  const response = await post(photo);
  expect(response.statusCode).toBe(200);
  const { width, faces } = response.json();
  expect(width).toBeGreaterThan(1000);
  expect(faces.length).toBeGreaterThanOrEqual(3);
  expect(faces[0].descriptor.model).toMatch(/arcface/);
});

it('answers what is no photo with an error that says what to do', async () => {
  const response = await post(Buffer.from('no picture'));
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ code: 'bad-image', fix: expect.stringMatching(/JPEG/) });
});
