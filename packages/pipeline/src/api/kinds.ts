/** What a value may be told to be by its kind. */
interface Kinds {
  ArrayBuffer: ArrayBuffer;
  Blob: Blob;
  File: File;
  Float32Array: Float32Array;
  HTMLImageElement: HTMLImageElement;
  HTMLVideoElement: HTMLVideoElement;
  ImageBitmap: ImageBitmap;
  Uint8Array: Uint8Array;
  Uint8ClampedArray: Uint8ClampedArray;
  URL: URL;
  VideoFrame: VideoFrame;
}

/** What a value calls itself: `Uint8Array`, `Blob`, `Null` … */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * Whether a value is one of these, whatever realm made it: `instanceof` knows nothing of what comes from
 * a frame, from a vm context, or from jsdom, whose globals aren't those of Node.
 */
export function isKind<Kind extends keyof Kinds>(
  value: unknown,
  ...kinds: readonly Kind[]
): value is Kinds[Kind] {
  return (kinds as readonly string[]).includes(kindOf(value));
}
