import { throwIfAborted } from '../async/abort.ts';

/** How many bytes the page copies at once: a page that waits for more than 50 ms is felt. */
const atOnce = 2 ** 22;

/** How many follow at a time. */
const piece = 2 ** 20;

/**
 * Copies bytes, and lets the page do other things meanwhile. Up to 4 MB are copied before it returns;
 * what comes after those must stay as it is until the copy is made.
 *
 * @throws FaceGpuError `aborted`
 */
export async function copyGently(
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes.subarray(0, atOnce));
  for (let at = atOnce; at < bytes.byteLength; at += piece) {
    await nextTask();
    throwIfAborted(signal);
    copy.set(bytes.subarray(at, at + piece), at);
  }
  return copy;
}

/** Lets whatever else is waiting go first; a timer would come late. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
