import type { ChipImage } from '../api/face.ts';

/** A value as JSON, in bytes. */
export function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

/** A chip, deflated, behind its size as two numbers of 16 bits; it is opaque. */
export async function encodeChip({ width, height, data }: ChipImage): Promise<Uint8Array> {
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    rgb.set(data.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
  }
  const packed = await through(rgb, new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(4 + packed.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, width, true);
  view.setUint16(2, height, true);
  bytes.set(packed, 4);
  return bytes;
}

export async function decodeChip(bytes: Uint8Array<ArrayBuffer>): Promise<ChipImage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [width, height] = [view.getUint16(0, true), view.getUint16(2, true)];
  const rgb = await through(bytes.slice(4), new DecompressionStream('deflate-raw'));
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
  }
  return { width, height, data };
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
