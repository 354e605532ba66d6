import { FaceGpuError } from '@facegpu/kernels';
import type { Codec } from './codec.ts';
import {
  decodePack,
  dimensionsOf,
  encodePack,
  joinPacks,
  type Pack,
  pickFromPack,
  vectorAt,
} from './packs.ts';
import type { Row, Tables } from './storage.ts';

/** A pack that is smaller takes further vectors; each time it is written anew. */
const fullBytes = 2 ** 16;
/** What comes at once is cut into packs of at most so many bytes. */
const mostBytes = 2 ** 18;

/** Which faces are in one pack. */
export interface PackKind {
  /** The stamp of the model that made their vectors. */
  readonly model: string;
  /** Whether they are somebody's: faces without a person aren't looked through for names. */
  readonly named: boolean;
}

/** A vector, and the face that it is of. */
export interface FaceVector {
  readonly face: number;
  readonly vector: Float32Array;
}

/** The packs to which vectors were added last, by kind; they may be gone or full by now. */
export type PackTails = Map<string, number>;

/** Adds vectors to packs and takes them out, within one write. */
export class PackWriter {
  readonly #tables: Tables;
  readonly #codec: Codec;
  readonly #tails: PackTails;

  constructor(tables: Tables, codec: Codec, tails: PackTails) {
    this.#tables = tables;
    this.#codec = codec;
    this.#tails = tails;
  }

  /**
   * @returns the id of the pack of each
   * @throws FaceGpuError `shape-mismatch` where one isn't as long as the others of its model
   */
  async add(kind: PackKind, vectors: readonly FaceVector[]): Promise<number[]> {
    if (vectors.length === 0) return [];
    const tail = await this.#tailOf(kind);
    const before = tail ?? (await this.#anyOf(kind.model));
    const dimensions = before ? dimensionsOf(await this.#decode(before)) : vectors[0].vector.length;
    for (const { vector } of vectors) requireLength(vector, dimensions, kind.model);
    const most = Math.max(1, Math.floor(mostBytes / (dimensions * 4)));
    const packs: number[] = [];
    for (let begin = 0; begin < vectors.length; begin += most) {
      const part = vectors.slice(begin, begin + most);
      const pack = packOf(part, dimensions);
      const id =
        begin === 0 && tail
          ? await this.#replace(tail, joinPacks([await this.#decode(tail), pack]))
          : await this.#create(kind, pack);
      this.#tails.set(keyOf(kind), id);
      for (const _ of part) packs.push(id);
    }
    return packs;
  }

  /**
   * Takes vectors out.
   *
   * @param faces by the packs that they are in
   * @returns what they were, by face
   */
  async remove(
    faces: ReadonlyMap<number, ReadonlySet<number>>,
  ): Promise<Map<number, Float32Array<ArrayBuffer>>> {
    const removed = new Map<number, Float32Array<ArrayBuffer>>();
    for (const [id, gone] of faces) {
      const [row] = await this.#tables.packs.get([id]);
      if (!row) continue;
      const pack = await this.#decode(row);
      const kept: number[] = [];
      pack.ids.forEach((face, place) => {
        if (gone.has(face)) removed.set(face, vectorAt(pack, place));
        else kept.push(place);
      });
      if (kept.length > 0) await this.#replace(row, pickFromPack(pack, kept));
      else await this.#tables.packs.delete([id]);
    }
    return removed;
  }

  async #tailOf(kind: PackKind): Promise<Row | undefined> {
    const { packs } = this.#tables;
    const key = keyOf(kind);
    if (!this.#tails.has(key)) {
      const own = (await packs.heads()).filter(({ keys }) => {
        return keys.model === kind.model && keys.named === Number(kind.named);
      });
      this.#tails.set(key, own.at(-1)?.id ?? 0);
    }
    const [row] = await packs.get([this.#tails.get(key) as number]);
    const isOfKind = row?.keys.model === kind.model && row.keys.named === Number(kind.named);
    return isOfKind && row.body.length < fullBytes ? row : undefined;
  }

  /** A pack of a model. */
  async #anyOf(model: string): Promise<Row | undefined> {
    const { packs } = this.#tables;
    const head = (await packs.heads()).find(({ keys }) => keys.model === model);
    return head && (await packs.get([head.id]))[0];
  }

  async #create({ model, named }: PackKind, pack: Pack): Promise<number> {
    const body = await this.#codec.seal('packs', encodePack(pack));
    return this.#tables.packs.add({ model, named: Number(named), version: 1 }, body);
  }

  async #replace({ id, keys }: Row, pack: Pack): Promise<number> {
    const body = await this.#codec.seal('packs', encodePack(pack));
    const version = Number(keys.version) + 1;
    await this.#tables.packs.put({ id, keys: { ...keys, version }, body });
    return id;
  }

  async #decode({ body }: Row): Promise<Pack> {
    return decodePack(await this.#codec.open('packs', body));
  }
}

/** @throws FaceGpuError `shape-mismatch` */
export function requireLength(vector: ArrayLike<number>, dimensions: number, model: string): void {
  if (vector.length === dimensions && dimensions > 0) return;
  throw new FaceGpuError(
    'shape-mismatch',
    `a vector has ${vector.length} numbers, those of ${model} have ${dimensions || 'more'}`,
    'It was cut off, or another model made it: make it again.',
  );
}

function keyOf({ model, named }: PackKind): string {
  return `${named} ${model}`;
}

function packOf(vectors: readonly FaceVector[], dimensions: number): Pack {
  const values = new Float32Array(vectors.length * dimensions);
  for (const [i, { vector }] of vectors.entries()) values.set(vector, i * dimensions);
  return { ids: Uint32Array.from(vectors, ({ face }) => face), vectors: values };
}
