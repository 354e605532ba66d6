import { FaceGpuError } from '@facegpu/kernels';
import { Queue } from '../async/queue.ts';
import { descriptorOf, type FaceOrDescriptor, requireSameModel } from '../match/compare.ts';
import type { FacePipeline } from '../pipeline.ts';
import type { DescriptorIndex } from './descriptor-index.ts';

/** A person that a face may show. */
export interface Match {
  readonly name: string;
  /** Euclidean distance to the nearest descriptor of that person. */
  readonly distance: number;
  /** Whether that is below the threshold of the recognition model. */
  readonly same: boolean;
}

export interface IdentifyOptions {
  /** How many people to name at most; 1 unless told. */
  readonly k?: number;
}

/**
 * People and their descriptors, in memory, searched on the GPU: exactly, whatever their number. A
 * person is as near as the nearest of the descriptors, so an old photo among new ones does no harm.
 */
export class Gallery {
  readonly #pipeline: FacePipeline;
  readonly #index: DescriptorIndex;
  /** The person of each descriptor, in the order of enrolment. */
  readonly #names: string[] = [];
  /** Descriptors of each person. */
  readonly #counts = new Map<string, number>();
  readonly #queue = new Queue();
  /** Numbers of a descriptor; unknown before the first. */
  #dimensions: number | undefined;
  #disposed = false;

  constructor(pipeline: FacePipeline) {
    this.#pipeline = pipeline;
    this.#index = pipeline.createIndex();
  }

  /** The number of descriptors. */
  get size(): number {
    return this.#names.length;
  }

  /** The people, in the order of their first enrolment. */
  get people(): string[] {
    return [...this.#counts.keys()];
  }

  /**
   * Adds faces of a person, or their descriptors.
   *
   * @throws FaceGpuError `model-mismatch`, `bad-argument`, `out-of-memory`, `disposed`
   */
  async enroll(name: string, faces: FaceOrDescriptor | readonly FaceOrDescriptor[]): Promise<void> {
    this.#check();
    if (typeof name !== 'string') {
      throw new FaceGpuError('bad-argument', `the name is ${String(name)}`, 'Give a text.');
    }
    const descriptors = (Array.isArray(faces) ? faces : [faces]).map((face) => this.#accept(face));
    await this.#queue.add(async () => {
      if (descriptors.length === 0) return;
      const dimensions = this.#dimensions ?? descriptors[0].length;
      for (const descriptor of descriptors) requireLength(descriptor, dimensions);
      await this.#index.add(descriptors);
      this.#dimensions = dimensions;
      for (const _ of descriptors) this.#names.push(name);
      this.#counts.set(name, (this.#counts.get(name) ?? 0) + descriptors.length);
    });
  }

  /**
   * The people that a face is nearest to, the nearest first, each once.
   *
   * @throws FaceGpuError `model-mismatch`, `bad-argument`, `device-lost`, `disposed`
   */
  async identify(face: FaceOrDescriptor, { k = 1 }: IdentifyOptions = {}): Promise<Match[]> {
    if (!(Number.isInteger(k) && k >= 1)) {
      throw new FaceGpuError('bad-argument', `k is ${k}`, 'Give a whole number from 1.');
    }
    this.#check();
    const query = this.#accept(face);
    return this.#queue.add(async () => {
      if (this.size === 0) return [];
      requireLength(query, this.#dimensions);
      const nearest = await this.#index.nearest(query, this.#rowsFor(k));
      const { threshold } = this.#pipeline.info;
      const matches = new Map<string, Match>();
      for (const { row, distance } of nearest) {
        const name = this.#names[row];
        if (matches.size === k) break;
        if (!matches.has(name)) matches.set(name, { name, distance, same: distance < threshold });
      }
      return [...matches.values()];
    });
  }

  /** Frees what it holds on the GPU, as soon as calls under way have ended. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    void this.#queue.add(() => this.#index.dispose());
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * How many of the nearest descriptors show k people for sure: one more than the k - 1 people with
   * the most descriptors have together. Rounded up, so that it seldom changes.
   */
  #rowsFor(k: number): number {
    const largest = [...this.#counts.values()].sort((a, b) => b - a).slice(0, k - 1);
    const rows = largest.reduce((sum, count) => sum + count, 1);
    return 2 ** Math.ceil(Math.log2(rows));
  }

  #accept(face: FaceOrDescriptor): Float32Array<ArrayBuffer> {
    const { model, values } = descriptorOf(face);
    requireSameModel(this.#pipeline.info.model, model);
    return Float32Array.from(values);
  }

  #check(): void {
    if (this.#disposed) {
      throw new FaceGpuError('disposed', 'the gallery was disposed of', 'Make another one.');
    }
  }
}

function requireLength(descriptor: Float32Array, wanted: number | undefined): void {
  if (descriptor.length === wanted) return;
  throw new FaceGpuError(
    'shape-mismatch',
    `a descriptor has ${descriptor.length} numbers, the others have ${wanted}`,
    'It was cut off or edited: make it again.',
  );
}
