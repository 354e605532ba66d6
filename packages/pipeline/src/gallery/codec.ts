import { FaceGpuError } from '@facegpu/kernels';
import { checksumOf } from './checksum.ts';
import type { TableName } from './storage.ts';

/** How bodies of rows are kept, and what texts are found by. */
export interface Codec {
  /** @param table of which it is a row's: it can't be passed off as that of another one */
  seal(table: TableName, body: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * @returns aligned for words; it may be a part of what was given
   * @throws FaceGpuError `bad-gallery` where it isn't what was sealed
   */
  open(table: TableName, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The body behind what was damaged, as far as it can be told without a proof that it is what was sealed.
   *
   * @returns a copy, aligned for words; nothing where it is encrypted
   */
  salvage(sealed: Uint8Array): Uint8Array<ArrayBuffer> | undefined;
  /** What a row is found by instead of the text. */
  keyOf(text: string): Promise<string>;
}

/** Bodies as they are, behind a checksum of four bytes. */
export class PlainCodec implements Codec {
  readonly #where: string;

  /** @param where names the gallery in errors */
  constructor(where: string) {
    this.#where = where;
  }

  async seal(_table: TableName, body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const sealed = new Uint8Array(4 + body.length);
    new DataView(sealed.buffer).setUint32(0, checksumOf(body), true);
    sealed.set(body, 4);
    return sealed;
  }

  async open(table: TableName, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const own = sealed.subarray(4) as Uint8Array<ArrayBuffer>;
    const body = own.byteOffset % 4 === 0 ? own : new Uint8Array(own);
    const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (sealed.length >= 4 && view.getUint32(0, true) === checksumOf(body)) return body;
    throw damagedRow(this.#where, table);
  }

  salvage(sealed: Uint8Array): Uint8Array<ArrayBuffer> {
    return new Uint8Array(sealed.subarray(4));
  }

  async keyOf(text: string): Promise<string> {
    return text;
  }
}

export function damagedRow(where: string, table: TableName, cause?: unknown): FaceGpuError {
  return new FaceGpuError(
    'bad-gallery',
    `${where} is damaged: a row of ${table} is not what was written`,
    'Save what is readable: facegpu gallery repair.',
    { cause },
  );
}
