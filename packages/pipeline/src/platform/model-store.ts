import { FaceGpuError } from '@facegpu/kernels';
import { throwIfAborted } from '../async/abort.ts';
import { Shared } from '../async/shared.ts';
import type { ModelSource, ReadOptions } from './platform.ts';

/** The name under which the models of every page of a site are kept. */
const cacheName = 'facegpu-models';

/** What `models.json`, next to the model files, says of each. */
interface IndexEntry {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Which models a source has; nothing where it has no list. */
type Index = readonly IndexEntry[] | undefined;

/** The list of each source, fetched once for all its models. */
const indexes = new WeakMap<ModelSource, Shared<Index>>();

/**
 * Fetches a model file, or takes it from the browser's Cache Storage. Its length and hash must be
 * those that `models.json` says; a folder without that list (the server answers 404, or with a page)
 * is trusted, and not kept, as is a file by its own address.
 */
export async function fetchModel(
  file: string | URL,
  source: ModelSource,
  options: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof file !== 'string') return download(file, undefined, options);
  const { base, cache } = source;
  if (base === undefined) {
    throw new FaceGpuError(
      'no-models',
      'a page has no models of its own',
      'Say where the files are: create({ models: "https://…/models/" }).',
    );
  }
  const folder = new URL(base, globalThis.location.href);
  if (!folder.pathname.endsWith('/')) folder.pathname += '/';
  const kept = cache ? await openCache() : undefined;
  let list = indexes.get(source);
  if (!list) {
    list = new Shared((signal) => readIndex(new URL('models.json', folder), kept, signal));
    indexes.set(source, list);
  }
  const index = await list.wait(options.signal);
  if (!index) return download(new URL(`${file}.safetensors`, folder), undefined, options);
  const entry = index.find((candidate) => candidate.name === file);
  if (!entry) {
    throw new FaceGpuError(
      'no-models',
      `${folder.href}models.json has no model "${file}"`,
      'Put all files of @facegpu/models there, models.json among them.',
    );
  }
  const url = new URL(entry.file, folder);
  const bytes = await kept?.match(url).then((response) => response?.arrayBuffer());
  if (bytes && (await isIntact(bytes, entry))) {
    options.onProgress(bytes.byteLength, bytes.byteLength);
    return new Uint8Array(bytes);
  }
  const fresh = await download(url, entry.bytes, options);
  if (!(await isIntact(fresh.buffer, entry))) {
    throw new FaceGpuError(
      'bad-model',
      `${url.href} is not the file that models.json names: it has ${fresh.byteLength} of ${entry.bytes} bytes, or other ones`,
      'Upload all files of @facegpu/models again, and make sure that no server or proxy changes them.',
    );
  }
  // A full disk is no reason to fail: the file is fetched again next time.
  await kept?.put(url, new Response(fresh)).catch(() => {});
  return fresh;
}

/** Nothing where the browser keeps nothing, in a private window perhaps. */
async function openCache(): Promise<Cache | undefined> {
  try {
    return await caches.open(cacheName);
  } catch {
    return undefined;
  }
}

/** The list of models: from the server, or where that has none to give the one that was kept. */
async function readIndex(url: URL, kept: Cache | undefined, signal: AbortSignal): Promise<Index> {
  let failure: FaceGpuError | undefined;
  try {
    const response = await fetch(url, { cache: 'no-cache', signal });
    // Only a server that says so has no list: what it can't give now is no reason to trust it.
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const text = await response.text();
    const index = parseIndex(text);
    if (index) {
      await kept?.put(url, new Response(text)).catch(() => {});
      return index;
    }
  } catch (cause) {
    throwIfAborted(signal);
    failure = unreachable(url, cause);
  }
  const response = await kept?.match(url);
  const index = response && parseIndex(await response.text());
  if (!index && failure) throw failure;
  return index;
}

/** Nothing where it is no list: a server may answer with a page of its own for what it doesn't have. */
function parseIndex(text: string): Index {
  try {
    const index: unknown = JSON.parse(text);
    return Array.isArray(index) ? index : undefined;
  } catch {
    return undefined;
  }
}

async function download(
  url: URL,
  size: number | undefined,
  { signal, onProgress }: ReadOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const total = size ?? Number(response.headers.get('content-length'));
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    onProgress(0, total);
    for (const reader = (response.body as ReadableStream).getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.byteLength;
      onProgress(loaded, Math.max(loaded, total));
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  } catch (cause) {
    throwIfAborted(signal);
    throw unreachable(url, cause);
  }
}

async function isIntact(bytes: ArrayBuffer, { bytes: size, sha256 }: IndexEntry): Promise<boolean> {
  if (bytes.byteLength !== size) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

function unreachable(url: URL, cause: unknown): FaceGpuError {
  return new FaceGpuError(
    'no-models',
    `${url.href} can't be fetched: ${cause instanceof Error ? cause.message : cause}`,
    'Check the address, and that its server lets this page read it (CORS, Content-Security-Policy).',
    { cause },
  );
}
