import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface Server {
  /** Its root, `http://localhost:…/`, where the page is. */
  readonly address: string;
  close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

/** Pages may have threads and exact clocks only where they are isolated from others. */
export const isolated: Headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * Serves files on this machine, each as it is on the disk when it is asked for.
 *
 * @param html what is at the root
 * @param folders on the disk, by their paths: `/models/`; folders within them are served too
 * @param headers of every answer
 */
export async function serve(
  html: string,
  folders: Readonly<Record<string, string>>,
  headers: Headers = isolated,
): Promise<Server> {
  const served = Object.entries(folders).map(([path, folder]) => ({
    path,
    send: sirv(folder, { dev: true, etag: false, dotfiles: true }),
  }));
  // The innermost folder first: `/models/small/` before `/models/`.
  served.sort((a, b) => b.path.length - a.path.length);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const notHere = () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    };
    if (pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return;
    }
    const folder = served.find(({ path }) => pathname.startsWith(path));
    if (!folder) {
      notHere();
      return;
    }
    request.url = pathname.slice(folder.path.length - 1);
    folder.send(request, response, notHere);
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
