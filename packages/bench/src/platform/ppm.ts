import type { Pixels } from '@facegpu/pipeline';

/** A picture as a PPM file: its size in words, then its RGB bytes as they are. */
export function formatPpm({ data, width, height }: Pixels): Buffer {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), Buffer.from(data)]);
}

/** A picture from a PPM file as `formatPpm` writes it. */
export function parsePpm(file: Uint8Array): Pixels {
  const head = /^P6\n(\d+) (\d+)\n255\n/.exec(Buffer.from(file.subarray(0, 64)).toString('latin1'));
  const [whole, width, height] = head ?? [];
  if (whole === undefined || file.length !== whole.length + Number(width) * Number(height) * 3) {
    throw new Error('not a PPM file of 8 bits a channel');
  }
  return {
    data: new Uint8Array(file.subarray(whole.length)),
    width: Number(width),
    height: Number(height),
  };
}
