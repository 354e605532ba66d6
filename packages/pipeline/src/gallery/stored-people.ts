import { FaceGpuError } from '@facegpu/kernels';
import type { ChipImage } from '../api/face.ts';
import { type Json, type PersonInput, type StoredPerson, userPrefix } from './entries.ts';
import { exportGallery, type GalleryJson } from './formats/gallery-json.ts';
import { type ListedPerson, listPeople } from './list.ts';
import { facesOfPeople, type PersonFace } from './person-faces.ts';
import { type GalleryRecords, nobody, type PersonRef } from './records.ts';

/** How large a gallery is. */
export interface GalleryStats {
  readonly people: number;
  /** Faces that are somebody's. */
  readonly faces: number;
  /** Faces that nobody has named. */
  readonly unnamed: number;
  readonly photos: number;
  /** The stamp of the model that made the vectors; `null` where there are none. */
  readonly model: string | null;
  /** On the disk. */
  readonly bytes: number;
  /** Whether it stays until somebody deletes it; a browser may not have agreed to that. */
  readonly persisted: boolean;
}

/**
 * The people of a gallery that lasts: all that can be done without a GPU. They are named by name or by id. Calls may
 * overlap; one that fails leaves the gallery as it was.
 */
export class StoredPeople {
  readonly #records: GalleryRecords;
  /** Calls under way. */
  readonly #calls = new Set<Promise<unknown>>();
  #disposing: Promise<void> | undefined;

  /** See `openPeople`. */
  constructor(records: GalleryRecords) {
    this.#records = records;
  }

  /**
   * Removes a person with all faces. Their bytes are gone from the disk after {@link compact}.
   *
   * @returns how many faces there were; 0, too, where there is no such person
   */
  remove(who: PersonRef): Promise<number> {
    return this.call(async () => (await this.#records.remove(who)) ?? 0);
  }

  /** Removes faces by the ids that `enroll` gave them. @returns how many there were */
  removeFaces(ids: readonly number[]): Promise<number> {
    return this.call(() => this.#records.removeFaces(ids));
  }

  /** Gives a person another name; where that is another person's, the two become one. @returns whether there is one */
  rename(who: PersonRef, name: string): Promise<boolean> {
    return this.call(async () => (await this.#records.rename(who, name)) !== undefined);
  }

  /**
   * Makes several people one, who keeps the name, the id and the data of the first.
   *
   * @throws FaceGpuError `bad-argument` where there is no such person
   */
  merge(into: PersonRef, others: readonly PersonRef[]): Promise<StoredPerson> {
    return this.call(() => this.#records.merge(into, others));
  }

  /** Replaces a person's tags or data. @throws FaceGpuError `bad-argument` where there is no such person */
  describe(who: PersonRef, what: Partial<Omit<PersonInput, 'name'>>): Promise<StoredPerson> {
    return this.call(() => this.#records.describe(who, what));
  }

  /** All people with their photos, in the order of their first enrolment. */
  list(): Promise<ListedPerson[]> {
    return this.call(() => listPeople(this.#records));
  }

  /** @throws FaceGpuError `bad-argument` where there is no such person */
  person(who: PersonRef): Promise<StoredPerson> {
    return this.call(async () => {
      const person = await this.#records.person(who);
      if (person) return person;
      throw nobody(who);
    });
  }

  /**
   * A person's faces with their vectors, or those of all people; faces whose vectors a repair has lost are left out.
   *
   * @throws FaceGpuError `bad-argument` where there is no such person
   */
  faces(who?: PersonRef): Promise<PersonFace[]> {
    return this.call(async () => {
      const person = who === undefined ? undefined : await this.person(who);
      return facesOfPeople(this.#records, person?.id);
    });
  }

  /** The aligned picture of a face, where it was kept: by the id that {@link faces} says. */
  chip(face: number): Promise<ChipImage | undefined> {
    return this.call(() => this.#records.chip(face));
  }

  stats(): Promise<GalleryStats> {
    return this.call(() => statsOf(this.#records));
  }

  /** Everything, as JSON; chips are left out unless they are wanted. */
  export(options: { readonly chips?: boolean } = {}): Promise<GalleryJson> {
    return this.call(() => exportGallery(this.#records, options));
  }

  /** Gives back the room of what was removed: no trace of it is left. */
  compact(): Promise<void> {
    return this.call(() => this.#records.storage.compact());
  }

  /** A value that is kept with the gallery. `calibration` is gone by: what `facegpu calibrate` wrote. */
  getSetting(name: string): Promise<Json | undefined> {
    return this.call(() => this.#records.getSetting(userPrefix + name));
  }

  /** Waits for calls under way, then frees what it holds and closes the storage. */
  dispose(): Promise<void> {
    this.#disposing ??= (async () => {
      await Promise.allSettled(this.#calls);
      await this.free();
      await this.#records.storage.close();
    })();
    return this.#disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  /** A call of the caller's, which `dispose` waits for. */
  protected call<T>(work: () => Promise<T>): Promise<T> {
    if (this.#disposing !== undefined) {
      return Promise.reject(
        new FaceGpuError('disposed', 'the gallery was disposed of', 'Open it again.'),
      );
    }
    const call = work();
    const settled = call.catch(() => {}).finally(() => this.#calls.delete(settled));
    this.#calls.add(settled);
    return call;
  }

  /** Frees what else it holds, when all calls have ended. */
  protected async free(): Promise<void> {}
}

/** How large the gallery of some records is. */
export async function statsOf(records: GalleryRecords): Promise<GalleryStats> {
  const { people, faces, unnamed, photos } = await records.counts();
  const model = faces + unnamed > 0 ? ((await records.getSetting('model')) as string) : null;
  const { storage } = records;
  const [bytes, persisted = true] = await Promise.all([storage.bytes(), storage.persisted?.()]);
  return { people, faces, unnamed, photos, model, bytes, persisted };
}
