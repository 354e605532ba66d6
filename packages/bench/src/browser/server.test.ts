import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, serve } from './server.ts';

describe('serve', () => {
  let folder = '';
  let server: Server;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'facegpu-server-'));
    await writeFile(path.join(folder, 'a.wasm'), 'wasm');
    server = await serve('<p>hello</p>', { '/files/': folder });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['', 200, 'text/html; charset=utf-8', '<p>hello</p>'],
    ['?bench', 200, 'text/html; charset=utf-8', '<p>hello</p>'],
    ['files/a.wasm', 200, 'application/wasm', 'wasm'],
    ['files/b.wasm', 404, 'text/plain', 'not here'],
    ['files/', 404, 'text/plain', 'not here'],
    ['other/a.wasm', 404, 'text/plain', 'not here'],
    ['files/..%2f..%2fetc%2fpasswd', 404, 'text/plain', 'not here'],
  ])('%j gives %i', async (address, status, type, body) => {
    const response = await fetch(server.address + address);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(await response.text()).toBe(body);
  });
});
