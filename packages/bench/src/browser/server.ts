import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface Server {
  /** Its root, which is an empty page. */
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Pages may have threads and exact clocks only where they are isolated from others. */
const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Serves files on this machine.
 *
 * @param html what is at the root
 * @param folders on the disk, by their paths: `/models/`; folders within them are not served
 */
export async function serve(
  html: string,
  folders: Readonly<Record<string, string>>,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const send = (status: number, type: string, body: string | Uint8Array) =>
      response.writeHead(status, { 'content-type': type, ...isolation }).end(body);
    if (pathname === '/') {
      send(200, 'text/html; charset=utf-8', html);
      return;
    }
    const name = path.posix.basename(pathname);
    const folder = folders[pathname.slice(0, -name.length)];
    if (!folder || name === '..') {
      send(404, 'text/plain', 'not here');
      return;
    }
    readFile(path.join(folder, name)).then(
      (bytes) => send(200, types[path.extname(name)] ?? 'application/octet-stream', bytes),
      () => send(404, 'text/plain', 'not here'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
