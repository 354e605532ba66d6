import { allocate, type Owner, owning } from '@facegpu/kernels';
import { throwIfAborted } from '../async/abort.ts';
import { Lazy } from '../async/lazy.ts';
import { Queue } from '../async/queue.ts';
import { type AttributeModels, createAttributeStage } from '../attributes/attributes.ts';
import { createDetector } from '../detect/detector.ts';
import { createEmbedder, type Embedder } from '../embed/embedder.ts';
import { Batch } from '../gpu/batch.ts';
import { dense } from '../gpu/dense.ts';
import { Lane } from '../gpu/lane.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import { compose, type Stage } from '../gpu/stage.ts';
import { Submitter } from '../gpu/submission.ts';
import { createLandmarker } from '../landmark/landmarker.ts';
import { createMatchStage } from '../match/match-stage.ts';
import type { Photo } from '../photo/photo.ts';
import {
  capacityOf,
  type DetectRequest,
  type Findings,
  type FoundFace,
  type MatchRequest,
  type Program,
  type ProgramOptions,
} from './program.ts';

/** How many times wider and higher the canvas is on which a photo without faces is tried again. */
const retryZoom = 2;

/**
 * Photos in flight: while one is computed, the next is uploaded behind it and the one before is read
 * back.
 */
const lanes = 2;

/**
 * The standard method: faces stay on the GPU from upload to descriptor, so that a photo of up to 16
 * faces takes one submit and one readback; trying again on a wider canvas takes another.
 *
 * What is submitted runs in order, so that photos in flight share everything but their way back: each
 * submit is preceded by whatever it needs that a photo in between may have replaced.
 */
export function createAlignedProgram(options: ProgramOptions): Promise<Program> {
  return owning((owner) => create(owner, options));
}

async function create(owner: Owner, options: ProgramOptions): Promise<Program> {
  const { device, mirror, onCompiled } = options;
  const photo = owner.keep(await PhotoBuffer.create(device));
  const live = dense('live faces', 'u32', 1);
  owner.keepBuffers(device, await allocate(device, 'program', [live]));
  const capacity = capacityOf(options);
  const common = { ...options, photo, averaging: true, capacity, live };
  /** All that there are by now, wanted or not. */
  const made: Stage[] = [];
  const add = <T extends Stage>(stage: T): T => {
    made.push(owner.keep(stage));
    onCompiled();
    return stage;
  };

  const detector = add(await createDetector(device, options.detector, common));
  const { kept } = detector;
  const landmarker = add(await createLandmarker(device, options.landmarker, { ...common, kept }));
  const { landmarks, order } = landmarker;
  const aligned = { ...common, landmarks, order };
  const embedders: Embedder[] = [];
  for (const model of options.embedders) {
    embedders.push(add(await createEmbedder(device, model, { ...aligned, mirror })));
  }
  const [chipper] = embedders;
  const attributes = new Lazy<Stage>();
  const ways = Array.from({ length: lanes }, () => owner.keep(new Lane(device)));
  const submitter = new Submitter(device);
  /** From the upload of a photo to its submit, nothing of another one may come between. */
  const turns = new Queue();

  /** What is done to a photo, in order. */
  const stagesFor = async (request: DetectRequest, matcher?: Stage): Promise<Stage[]> => {
    const { descriptors, attributes: models } = request;
    const guesser = models && (await attributes.get(() => createGuesser(models)));
    const wanted: (Stage | false | undefined)[] = [
      detector,
      request.landmarks && landmarker,
      ...(descriptors ? embedders : []),
      request.chips && chipper.chips,
      guesser,
      matcher,
    ];
    const cutters = descriptors ? embedders : [chipper.cutter];
    const stages = [detector, landmarker, ...cutters, chipper.chips];
    for (const last of [guesser, matcher]) if (last) stages.push(last);
    return compose(stages, new Set(wanted.filter((stage) => !!stage)));
  };

  /** Compares descriptors where they are. Those of f16 can't be: an index holds f32. */
  const createMatcher = async ({ index, recognizer, rows }: MatchRequest) => {
    const { descriptors } = embedders[recognizer];
    if (descriptors.dtype !== 'f32') return undefined;
    return createMatchStage(device, { index, descriptors, live, rows });
  };

  const createGuesser = async (models: AttributeModels): Promise<Stage> => {
    const stage = owner.keep(await createAttributeStage(device, models, aligned));
    // The photo's buffer may have become another one meanwhile.
    stage.rebind();
    made.push(stage);
    return stage;
  };

  const detect = async (
    upload: Photo,
    request: DetectRequest,
    way: Lane,
    matcher: Stage | undefined,
  ): Promise<Findings> => {
    const [, ...later] = await stagesFor(request, matcher);
    const stages = [detector, ...later];
    const results = [...new Set(stages.flatMap((stage) => stage.results))];
    const readback = await way.readback(results);
    const clock = request.timings ? await way.clock() : undefined;

    /** Runs stages on the photo, and reads back what they found. */
    const run = async (stages: readonly Stage[], prepare: () => void): Promise<Batch> => {
      const { done } = await turns.add(async () => {
        throwIfAborted(request.signal);
        if (await photo.upload(upload)) for (const stage of made) stage.rebind();
        for (const stage of stages) stage.setPhoto();
        prepare();
        return { done: submitter.run([{ stages, readbacks: [readback] }], clock) };
      });
      await done;
      return new Batch(readback);
    };

    /** Detects on a canvas this many times wider than the photo, and follows up on what it found. */
    const look = async (zoom: number): Promise<FoundFace[]> => {
      const batch = await run(stages, () => detector.configure(request.minScore, { zoom }));
      const count = detector.count(batch);
      const found = Array.from({ length: count }, (_, i) => detector.read(batch, i));
      const more = readFaces(batch, later, Math.min(count, capacity));
      if (count > capacity && later.length > 0) {
        const edges = Float32Array.from(batch.values(kept.boxes));
        for (let first = capacity; first < count; first += capacity) {
          const end = Math.min(count, first + capacity);
          const next = await run(later, () => detector.put(edges.slice(first * 4, end * 4)));
          more.push(...readFaces(next, later, end - first));
        }
      }
      return found.map((face, i) => ({ ...face, ...more[i] }));
    };

    let faces = await look(1);
    if (faces.length === 0) faces = await look(retryZoom);
    return { faces, stages: clock?.take() ?? {} };
  };

  return {
    dimensions: embedders.map(({ descriptors }) => descriptors.shape[1]),
    lanes,
    async detect(upload, request, lane) {
      const matcher = request.match && (await createMatcher(request.match));
      try {
        return await detect(upload, request, ways[lane], matcher);
      } finally {
        matcher?.dispose();
      }
    },
    dispose: () => owner.dispose(),
  };
}

/** What stages found out about the first faces of a batch. */
function readFaces(
  batch: Batch,
  stages: readonly Stage[],
  count: number,
): Omit<FoundFace, 'box' | 'score'>[] {
  return Array.from({ length: count }, (_, face) => {
    const parts = stages.map((stage) => stage.read(batch, face));
    const descriptors = parts.flatMap((part) => part.descriptors ?? []);
    return Object.assign({}, ...parts, descriptors.length > 0 && { descriptors });
  });
}
