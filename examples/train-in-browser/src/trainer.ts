import { FacePipeline, type LoadProgress, type Point } from '@facegpu/pipeline';
import { decodePhoto } from '@facegpu/pipeline/photos';
import {
  ChipCutter,
  type ChipSet,
  type ChipSpec,
  chipSide,
  chooseFace,
  isCollapsed,
  presetRecognizer,
  recognizerChips,
  serializeRecognizer,
  trainRecognizer,
} from '@facegpu/train';
import { explain } from '../../browser/src/page-error.ts';
import type { Reply, TrainingOrder } from './messages.ts';

/** The most people of a batch, and photos of each. */
const batch = { people: 8, photos: 4 };
/** Steps from one measurement to the next. */
const every = 20;
const seed = 1;

/** A photo whose face was found. */
interface SeenPhoto {
  readonly file: Blob;
  readonly landmarks: readonly Point[];
}

/** Finds faces and trains with them; runs in the worker. */
export class Trainer {
  readonly #send: (reply: Reply) => void;
  readonly #photos = new Map<number, SeenPhoto>();
  #pipeline: FacePipeline | undefined;
  #finish = new AbortController();

  constructor(send: (reply: Reply) => void) {
    this.#send = send;
  }

  /** @param models the folder of the model files */
  async open(models: URL): Promise<void> {
    try {
      const onProgress = (progress: LoadProgress) => this.#send({ kind: 'loading', progress });
      const search = new URLSearchParams(globalThis.location.search);
      const detector = search.get('detector') === 'tiny' ? 'tiny' : 'ssd';
      this.#pipeline = await FacePipeline.create({ models, detector, onProgress });
      const { adapter, software } = this.#pipeline.info;
      this.#send({ kind: 'ready', adapter: adapter.name, software });
    } catch (error) {
      this.#send({ kind: 'unable', error: explain(error) });
    }
  }

  /** Finds the face that a photo is about. */
  async look(photo: number, file: Blob): Promise<void> {
    try {
      const options = { descriptors: false, chips: true } as const;
      const found = await this.#ready.detectIn(file, options);
      const { face, others } = chooseFace(found.faces, found);
      const { landmarks, chip } = face ?? {};
      if (landmarks) this.#photos.set(photo, { file, landmarks });
      this.#send({ kind: 'looked', photo, found: { chip, others: others.length } });
    } catch (error) {
      this.#send({ kind: 'looked', photo, found: explain(error) });
    }
  }

  async train({ net, minutes, ...people }: TrainingOrder): Promise<void> {
    this.#finish = new AbortController();
    try {
      const { device } = this.#ready;
      const model = presetRecognizer(net, seed);
      const spec = recognizerChips(model);
      const train = await this.#cut(people.train, spec);
      const held = await this.#cut(people.held, spec);
      const count = Math.min(batch.people, people.train.length);
      let before = 0;
      const trained = await trainRecognizer(device, {
        model,
        loss: { kind: 'triplet', mining: 'semi-hard' },
        spec,
        train,
        held,
        people: count,
        photos: batch.photos,
        length: { milliseconds: minutes * 60_000 },
        rate: 1e-3,
        seed,
        every,
        finish: this.#finish.signal,
        onStep: ({ step, report, share, elapsed }) => {
          const [milliseconds, photos] = [elapsed - before, count * batch.photos];
          before = elapsed;
          const news = { step, report, isCollapsed: isCollapsed(report), share };
          this.#send({ kind: 'step', news: { ...news, milliseconds, photos } });
        },
        onValidation: ({ state, validation }) => {
          this.#send({ kind: 'measured', step: state.step, accuracy: validation.accuracy });
        },
      });
      const { validation, best, thresholds } = trained;
      const { accuracy, auc } = validation;
      const file = serializeRecognizer(trained.model, 'own', best.values, thresholds);
      const result = { accuracy, auc, people: people.held.length, model: file };
      this.#send({ kind: 'trained', result });
    } catch (error) {
      this.#send({ kind: 'failed', error: explain(error) });
    }
  }

  stop(): void {
    this.#finish.abort();
  }

  get #ready(): FacePipeline {
    if (this.#pipeline) return this.#pipeline;
    throw new Error('the page asks before the worker is ready');
  }

  /** The chips of people's photos, in the size that a network takes. */
  async #cut(people: readonly (readonly number[])[], spec: ChipSpec): Promise<ChipSet> {
    const { device, info } = this.#ready;
    const cutter = await ChipCutter.create(device, spec, info.landmarkOrder);
    try {
      const owners = people.flatMap((photos, person) => photos.map(() => person));
      const size = 4 * chipSide(spec) ** 2;
      const bytes = new Uint8Array(owners.length * size);
      for (const [i, photo] of people.flat().entries()) {
        const seen = this.#photos.get(photo);
        if (!seen) throw new Error(`photo ${photo} has no face`);
        const decoded = await decodePhoto(seen.file, device);
        bytes.set((await cutter.cut(decoded, seen.landmarks)).data, i * size);
      }
      return { bytes, people: Int32Array.from(owners) };
    } finally {
      cutter.dispose();
    }
  }
}
