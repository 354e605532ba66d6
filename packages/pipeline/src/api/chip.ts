import type { ChipImage } from './face.ts';

/** A chip as JSON has it: `JSON.stringify` writes chips of `detect` so, and `chipFromJson` reads it. */
export interface ChipJson {
  readonly width: number;
  readonly height: number;
  /** RGBA, a byte each, row after row, in base64. */
  readonly data: string;
}

/** A chip that JSON writes as {@link ChipJson}; what is posted to a worker arrives as a {@link ChipImage}. */
export class Chip implements ChipImage {
  readonly width: number;
  readonly height: number;
  readonly data: ChipImage['data'];

  constructor({ width, height, data }: ChipImage) {
    this.width = width;
    this.height = height;
    this.data = data;
  }

  toJSON(): ChipJson {
    const { width, height, data } = this;
    const bytes = Array.from(data, (byte) => String.fromCharCode(byte)).join('');
    return { width, height, data: btoa(bytes) };
  }
}
