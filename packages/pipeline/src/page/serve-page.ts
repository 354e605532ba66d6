import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { FaceGpuError } from '@facegpu/kernels';
import type { PageServer } from './kept-text.ts';

/** A page, and what becomes of what it sends. */
export interface PageToServe {
  /** Names the file that `save` writes. */
  readonly file: string;
  /** The page, whenever it is opened: with this in it, it can send. */
  render(server: PageServer): string | Promise<string>;
  /**
   * Keeps what was sent.
   *
   * @throws FaceGpuError what the page is told
   */
  save(text: string): Promise<void>;
}

/** A page that is served on this machine, to this machine alone. */
export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

/** More than what is decided on a hundred thousand photos takes. */
const mostBytes = 64 * 2 ** 20;

/**
 * Serves a page, and saves what it sends.
 *
 * Other pages that the browser has open can't send any: they don't know the token, and a header of one's own
 * needs leave that nobody is given. Names that lead here from outside are refused, too.
 *
 * @param port 0 for any that is free
 * @throws FaceGpuError `bad-argument` where the port is taken
 */
export async function servePage(page: PageToServe, port = 0): Promise<ServedPage> {
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    answer(page, token, request, response).catch((error: unknown) => {
      reply(response, 500, error instanceof Error ? error.message : String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(unusable(port, cause)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: own } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${own}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  { file, render, save }: PageToServe,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host = '' } = request.headers;
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)) return reply(response, 403, 'not here');
  if (request.method === 'GET' && request.url === '/') {
    const html = await render({ token, file });
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('cache-control', 'no-store');
    response.end(html);
    return undefined;
  }
  if (request.method !== 'PUT' || request.url !== '/decisions') {
    return reply(response, 404, 'not here');
  }
  if (request.headers['x-facegpu-token'] !== token) return reply(response, 403, 'not yours');
  if (!(Number(request.headers['content-length']) <= mostBytes)) {
    return reply(response, 413, 'too much');
  }
  try {
    await save(await text(request));
  } catch (error) {
    if (!(error instanceof FaceGpuError)) throw error;
    return reply(response, 400, error.message);
  }
  return reply(response, 200, 'saved');
}

function reply(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words);
}

function unusable(port: number, cause: Error): FaceGpuError {
  return new FaceGpuError(
    'bad-argument',
    `nothing can be served at port ${port}: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`,
    'Name another port, or none.',
    { cause },
  );
}
