import {
  type BufferSpec,
  type Device,
  encodeVectors,
  FaceGpuError,
  type GallerySegment,
  Tensor,
  type VectorFormat,
  wordsOf,
} from '@facegpu/kernels';
import type { Rows } from './rows.ts';

/** Slots of an index that are bound together. */
interface Segment {
  /** The first of its slots. */
  readonly first: number;
  /** A multiple of 32. */
  readonly capacity: number;
  /** `[capacity, words]`, as the format has them. */
  readonly vectors: GPUBuffer;
  /** `[capacity]`, f32: what short vectors are multiplied by. */
  readonly scales?: GPUBuffer | undefined;
  /** `[capacity]`, u32. */
  readonly labels: GPUBuffer;
  /** `[capacity / 32]`, u32. */
  readonly mask: GPUBuffer;
}

/** Some slots of a segment, as kernels see them. */
export interface Tile extends GallerySegment {
  /** Which slots hold something. */
  readonly mask: Tensor;
  /** The first of its slots. */
  readonly first: number;
  readonly count: number;
}

/** The largest distances between vectors and what is stored of them: as they are, and at length 1. */
export interface Loss {
  readonly distance: number;
  readonly turn: number;
}

/** Slots of the first segment; it doubles until it is as large as a binding may be. */
const firstCapacity = 256;
/** Slots to which a tile's own are a multiple: then each of its tensors begins where a binding may. */
export const tileAlignment = 2048;

/** The vectors of an index on a device: in segments, each as large as one binding may be. */
export class Segments {
  readonly device: Device;
  readonly dimensions: number;
  readonly format: VectorFormat;
  /** 32-bit words of a vector. */
  readonly #words: number;
  #loss: Loss = { distance: 0, turn: 0 };
  /** The most slots of a segment; all but the last one have so many. */
  readonly #most: number;
  readonly #list: Segment[] = [];

  /** @throws FaceGpuError `out-of-memory` where a binding can't hold a few vectors */
  constructor(device: Device, dimensions: number, format: VectorFormat) {
    this.device = device;
    this.dimensions = dimensions;
    this.format = format;
    this.#words = wordsOf(format, dimensions);
    // A word of the mask stands for 32 slots.
    this.#most = Math.floor(device.largestBinding / (this.#words * 4 * 32)) * 32;
    if (this.#most > 0) return;
    throw new FaceGpuError(
      'out-of-memory',
      `vectors of ${dimensions} numbers: the adapter allows ${device.largestBinding} bytes a binding`,
      'Give shorter vectors.',
    );
  }

  /** How far what lies here may be from the vectors themselves. */
  get loss(): Loss {
    return this.#loss;
  }

  /** Slots that there is room for. */
  get capacity(): number {
    return this.#list.reduce((sum, { capacity }) => sum + capacity, 0);
  }

  /**
   * Makes room for so many slots, by copies on the GPU; all of it or nothing.
   *
   * @throws FaceGpuError `out-of-memory`, `device-lost`
   */
  async reserve(slots: number): Promise<void> {
    const made: { readonly place: number; readonly capacity: number }[] = [];
    for (let place = 0; place * this.#most < slots; place++) {
      const wanted = Math.min(this.#most, slots - place * this.#most);
      if (wanted <= (this.#list[place]?.capacity ?? 0)) continue;
      const doubled = Math.max(firstCapacity, 2 ** Math.ceil(Math.log2(wanted)));
      made.push({ place, capacity: Math.min(this.#most, doubled) });
    }
    const specs = made.flatMap(({ capacity }): BufferSpec[] => [
      { label: 'vectors of an index', size: capacity * this.#words * 4 },
      { label: 'labels of an index', size: capacity * 4 },
      { label: 'mask of an index', size: capacity / 8 },
      ...(this.format === 'f32' ? [] : [{ label: 'scales of an index', size: capacity * 4 }]),
    ]);
    const each = this.format === 'f32' ? 3 : 4;
    const segments: Segment[] = [];
    await this.device.createBuffers(specs, (buffers) => {
      const encoder = this.device.gpu.createCommandEncoder();
      made.forEach(({ place, capacity }, i) => {
        const [vectors, labels, mask, scales] = buffers.slice(each * i, each * (i + 1));
        segments.push({ first: place * this.#most, capacity, vectors, labels, mask, scales });
        const old = this.#list[place];
        if (!old) return;
        encoder.copyBufferToBuffer(old.vectors, 0, vectors, 0, old.capacity * this.#words * 4);
        encoder.copyBufferToBuffer(old.labels, 0, labels, 0, old.capacity * 4);
        encoder.copyBufferToBuffer(old.mask, 0, mask, 0, old.capacity / 8);
        if (old.scales) encoder.copyBufferToBuffer(old.scales, 0, scales, 0, old.capacity * 4);
      });
      this.device.gpu.queue.submit([encoder.finish()]);
    });
    made.forEach(({ place }, i) => {
      if (this.#list[place]) this.#free(this.#list[place]);
      this.#list[place] = segments[i];
    });
  }

  /** Takes over the vectors in the slots from `from` up to `to`, which there must be room for. */
  uploadVectors(rows: Rows, from: number, to: number): void {
    for (const { first, begin, end, vectors, scales } of this.#parts(from, to)) {
      for (const { slot, values } of rows.pieces(begin, end)) {
        const offset = (slot - first) * this.#words;
        if (this.format === 'f32' || !scales) {
          this.#write(vectors, offset, values);
          continue;
        }
        const encoded = encodeVectors(this.format, values, this.dimensions);
        this.#write(vectors, offset, encoded.words);
        this.#write(scales, slot - first, encoded.scales);
        this.#loss = {
          distance: Math.max(this.#loss.distance, encoded.distance),
          turn: Math.max(this.#loss.turn, encoded.turn),
        };
      }
    }
  }

  /** Takes over who is in these slots, and which of them hold something. */
  uploadLabels(rows: Rows, from: number, to: number): void {
    for (const { first, begin, end, labels } of this.#parts(from, to)) {
      this.#write(labels, begin - first, rows.labels.subarray(begin, end));
    }
    this.uploadMask(rows, from, to);
  }

  /** Takes over which of these slots hold something. */
  uploadMask(rows: Rows, from: number, to: number): void {
    for (const { first, begin, end, mask } of this.#parts(from, to)) {
      const words = rows.mask.subarray(begin >>> 5, ((end - 1) >>> 5) + 1);
      this.#write(mask, (begin >>> 5) - first / 32, words);
    }
  }

  /**
   * All slots, in tiles of at most so many: a multiple of {@link tileAlignment}. As large as they may be
   * where it is left out.
   */
  tiles(size = Number.POSITIVE_INFINITY): Tile[] {
    const tiles: Tile[] = [];
    const dtype = this.format === 'f32' ? 'f32' : 'u32';
    for (const { first, capacity, ...buffers } of this.#list) {
      for (let from = 0; from < capacity; from += size) {
        const count = Math.min(size, capacity - from);
        const words = Math.ceil(count / 32);
        tiles.push({
          format: this.format,
          rows: tensor(buffers.vectors, dtype, from * this.#words, [count, this.#words]),
          scales: buffers.scales && tensor(buffers.scales, 'f32', from, [count]),
          labels: tensor(buffers.labels, 'u32', from, [count]),
          mask: tensor(buffers.mask, 'u32', from / 32, [words]),
          first: first + from,
          count,
        });
      }
    }
    return tiles;
  }

  free(): void {
    for (const segment of this.#list.splice(0)) this.#free(segment);
  }

  /** The segments that have some of these slots, and which. */
  *#parts(from: number, to: number): Generator<Segment & { begin: number; end: number }> {
    for (const segment of this.#list) {
      const begin = Math.max(from, segment.first);
      const end = Math.min(to, segment.first + segment.capacity);
      if (begin < end) yield { ...segment, begin, end };
    }
  }

  /** @param offset in elements of 4 bytes */
  #write(buffer: GPUBuffer, offset: number, data: ArrayBufferView<ArrayBuffer>): void {
    this.device.gpu.queue.writeBuffer(buffer, offset * 4, data);
  }

  #free({ vectors, labels, mask, scales }: Segment): void {
    for (const buffer of [vectors, labels, mask]) this.device.freeBuffer(buffer);
    if (scales) this.device.freeBuffer(scales);
  }
}

/** @param offset in elements of 4 bytes */
function tensor(buffer: GPUBuffer, dtype: 'f32' | 'u32', offset: number, shape: number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 4);
  const spec = { shape, dtype, layout: 'dense' } as const;
  return new Tensor(buffer.label, spec, { buffer, offset: offset * 4, size });
}
