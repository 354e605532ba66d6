// Serves the page, its models and the sample photos on this machine.
import { createServer } from 'node:http';
import sirv from 'sirv';

/** Nothing leaves the page: whatever isn't named here is refused by the browser. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Scripts that bear a hash of what is in them in their names: under such a name they never change. */
const hashed = /\/chunks\/[^/]+-[A-Z0-9]{8}\.js$/;

/**
 * Serves folders, each below its path.
 *
 * @param {{ folders: Record<string, string>, port: number }} options folders by their paths, such as
 *   `/models/`; port 0 takes any that is free
 * @returns {Promise<{ address: string, close(): Promise<void> }>}
 */
export async function serveDemo({ folders, port }) {
  const handlers = Object.entries(folders)
    .map(([path, folder]) => ({ path, handle: sirv(folder, { etag: true, dev: true }) }))
    .sort((a, b) => b.path.length - a.path.length);
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const lasts = hashed.test(url) ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.setHeader('cache-control', lasts);
    const found = handlers.find(({ path }) => url.startsWith(path));
    const none = () => {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    };
    if (!found) return none();
    request.url = `/${url.slice(found.path.length)}`;
    found.handle(request, response, none);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => resolve(undefined));
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    address: `http://localhost:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
