import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolated, type Server, serve } from './server.ts';

describe('serve', () => {
  const policy = "default-src 'self'";
  let folder = '';
  let server: Server;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-server-'));
    await mkdir(path.join(folder, 'served/deep/er'), { recursive: true });
    await writeFile(path.join(folder, 'secret.txt'), 'secret');
    await writeFile(path.join(folder, 'served/a.wasm'), 'wasm');
    await writeFile(path.join(folder, 'served/deep/er/b c.js'), 'script');
    server = await serve(
      '<p>hello</p>',
      { '/files/': path.join(folder, 'served'), '/files/inner/': path.join(folder, 'served/deep') },
      { ...isolated, 'content-security-policy': policy },
    );
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['', 200, 'text/html; charset=utf-8', '<p>hello</p>'],
    ['?bench', 200, 'text/html; charset=utf-8', '<p>hello</p>'],
    ['files/a.wasm', 200, 'application/wasm', 'wasm'],
    ['files/a.wasm?again', 200, 'application/wasm', 'wasm'],
    ['files/deep/er/b%20c.js', 200, 'text/javascript', 'script'],
    ['files/inner/er/b%20c.js', 200, 'text/javascript', 'script'],
    ['files/b.wasm', 404, 'text/plain', 'not here'],
    ['files/', 404, 'text/plain', 'not here'],
    ['other/a.wasm', 404, 'text/plain', 'not here'],
    ['files/..%2fsecret.txt', 404, 'text/plain', 'not here'],
  ])('%j gives %i', async (address, status, type, body) => {
    const response = await fetch(server.address + address);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(response.headers.get('content-security-policy')).toBe(policy);
    expect(await response.text()).toBe(body);
  });

  it('gives a part of a file, as players of videos ask for it', async () => {
    const headers = { range: 'bytes=1-2' };
    const response = await fetch(`${server.address}files/a.wasm`, { headers });
    expect([response.status, await response.text()]).toEqual([206, 'as']);
  });
});
