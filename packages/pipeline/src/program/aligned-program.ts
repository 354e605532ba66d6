import {
  allocate,
  type Owner,
  owning,
  rolledSize,
  type Tensor,
  uploadTensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import { throwIfAborted } from '../async/abort.ts';
import { Lazy } from '../async/lazy.ts';
import { part } from '../async/part.ts';
import { Queue } from '../async/queue.ts';
import type { AttributeModels } from '../attributes/attributes.ts';
import type { Detector, WantedBoxes } from '../detect/detector.ts';
import { createDetectors } from '../detect/detectors.ts';
import type { KeptBoxes } from '../detect/kept-boxes.ts';
import { onePerFace } from '../detect/one-per-face.ts';
import { createEmbedder, type Embedder } from '../embed/embedder.ts';
import { Batch } from '../gpu/batch.ts';
import { dense } from '../gpu/dense.ts';
import { Lane } from '../gpu/lane.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import { compose, type Stage } from '../gpu/stage.ts';
import { Submitter } from '../gpu/submission.ts';
import { keypointLandmarker } from '../landmark/keypoint-landmarker.ts';
import { createLandmarker } from '../landmark/landmarker.ts';
import { createMatchStage } from '../match/match-stage.ts';
import type { Photo } from '../photo/photo.ts';
import {
  capacityOf,
  chipFindings,
  type DetectRequest,
  type Findings,
  type FoundFace,
  type MatchRequest,
  type Program,
  type ProgramOptions,
  requireOneChip,
} from './program.ts';

/** As many boxes at most are looked at for the sake of faces that were found twice. */
const mostAgain = 1000;

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
  const { device, onCompiled } = options;
  const photo = owner.keep(await PhotoBuffer.create(device));
  const capacity = capacityOf(options);
  const crops = { ...options, photo, averaging: true, capacity };
  const add = <T extends { dispose(): void }>(part: T): T => {
    owner.keep(part);
    onCompiled();
    return part;
  };

  const detectors = add(await createDetectors(device, options.detector, crops));
  const { kept } = detectors;
  const createPoints = async (model: Model) => {
    const live = dense('live faces', 'u32', 1);
    owner.keepBuffers(device, await allocate(device, 'program', [live]));
    return add(await createLandmarker(device, model, { ...crops, kept, live }));
  };
  const landmarker = options.landmarker
    ? await createPoints(options.landmarker)
    : keypointLandmarker(options.detector, kept, capacity);
  const { landmarks, order, live } = landmarker;
  const aligned = { ...crops, landmarks, order, live };
  const embedders: Embedder[] = [];
  for (const model of options.embedders) {
    embedders.push(add(await createEmbedder(device, model, aligned)));
  }
  const [chipper] = embedders;
  const attributes = new Lazy<Stage>();
  const ways = Array.from({ length: lanes }, () => owner.keep(new Lane(device)));
  const submitter = new Submitter(device);
  /** From the upload of a photo to its submit, nothing of another one may come between. */
  const turns = new Queue();

  /** What is done to a photo, in order. */
  const stagesFor = async (
    detector: Detector,
    request: DetectRequest,
    matcher?: Stage,
  ): Promise<Stage[]> => {
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
    const { createAttributeStage } = await part(() => import('../attributes/attributes.ts'));
    return owner.keep(await createAttributeStage(device, models, aligned));
  };

  const detect = async (
    detector: Detector,
    upload: Photo,
    request: DetectRequest,
    way: Lane,
    matcher: Stage | undefined,
  ): Promise<Findings> => {
    const { roll, region } = request;
    const [, ...later] = await stagesFor(detector, request, matcher);
    const clock = request.timings ? await way.clock() : undefined;
    const results = resultsOf([detector, ...later]);

    /** Runs stages on the photo, and reads back what they found. */
    const run = async (
      stages: readonly Stage[],
      results: readonly Tensor[],
      prepare: () => void,
    ): Promise<Batch> => {
      const readback = await way.readback(results);
      const { done } = await turns.add(async () => {
        throwIfAborted(request.signal);
        await photo.upload(upload);
        prepare();
        for (const stage of stages) {
          // The photo's buffer may have become another one since they ran last.
          stage.rebind();
          stage.setPhoto();
        }
        return { done: submitter.run([{ stages, readbacks: [readback] }], clock) };
      });
      await done;
      return new Batch(readback);
    };

    /** All boxes of a photo that has more of them than are read back. */
    const lookAgain = (zoom: number, wanted: WantedBoxes, most: number): Promise<Found> =>
      detectors.useWhole(rolledSize(region ?? upload, roll), async (whole) => {
        const prepare = () => whole.configure(wanted, { zoom, roll, region });
        const batch = await run([whole], whole.results, prepare);
        return found(whole, batch, most, roll);
      });

    /** Detects on a canvas this many times wider than the photo, and follows up on what it found. */
    const look = async (zoom: number, wanted: WantedBoxes): Promise<FoundFace[]> => {
      const prepare = () => detector.configure(wanted, { zoom, roll, region });
      const batch = await run([detector, ...later], results, prepare);
      const count = detector.count(batch);
      const more = readFaces(batch, later, Math.min(count, capacity));
      const rows = kept.scores.shape[0];
      const all =
        count > rows ? await lookAgain(zoom, wanted, count) : found(detector, batch, count, roll);
      for (let first = capacity; first < count && later.length > 0; first += capacity) {
        const end = Math.min(count, first + capacity);
        const put = () => detectors.put(all.batch, all.kept, first, end, roll);
        more.push(...readFaces(await run(later, results, put), later, end - first));
      }
      return all.faces.map((face, i) => ({ ...face, ...more[i] }));
    };

    /** As many faces as are wanted, where there are so many. */
    const lookFor = async (zoom: number, limit: number): Promise<FoundFace[]> => {
      const found = await look(zoom, { ...request.boxes, limit });
      const faces = onePerFace(found);
      // What was one face twice may have taken another one's place.
      const isShort = found.length === limit && faces.length < wanted && limit < mostAgain;
      return isShort ? lookFor(zoom, Math.min(2 * limit, mostAgain)) : faces.slice(0, wanted);
    };

    const { limit: wanted } = request.boxes;
    let faces: FoundFace[] = [];
    for (const zoom of request.zooms) {
      faces = await lookFor(zoom, wanted);
      if (faces.length > 0) break;
    }
    return { faces, stages: clock?.take() ?? {} };
  };

  const describe = async (
    upload: Photo,
    { signal }: DetectRequest,
    way: Lane,
  ): Promise<Float32Array<ArrayBuffer>> => {
    const { whole } = chipper;
    const batches: Batch[] = [];
    for (const view of whole.views(upload)) {
      const readback = await way.readback([whole.made]);
      const { done } = await turns.add(async () => {
        throwIfAborted(signal);
        await photo.upload(upload);
        whole.rebind();
        whole.setPhoto();
        whole.look(view);
        uploadTensor(device, live, Uint32Array.of(1));
        return { done: submitter.run([{ stages: [whole], readbacks: [readback] }]) };
      });
      await done;
      const batch = new Batch(readback);
      batch.values(whole.made);
      batches.push(batch);
    }
    return whole.mean(batches);
  };

  return {
    dimensions: embedders.map(({ descriptors }) => descriptors.shape[1]),
    landmarkOrder: order,
    lanes,
    async detect(upload, request, lane) {
      if (request.isChip) {
        requireOneChip(options.alignment);
        return chipFindings(upload, await describe(upload, request, ways[lane]));
      }
      const matcher = request.match && (await createMatcher(request.match));
      try {
        return await detectors.use(
          rolledSize(request.region ?? upload, request.roll),
          (detector) => {
            return detect(detector, upload, request, ways[lane], matcher);
          },
        );
      } finally {
        matcher?.dispose();
      }
    },
    dispose: () => owner.dispose(),
  };
}

/** What a detector found, and where the batch has it. */
interface Found {
  readonly faces: readonly Pick<FoundFace, 'box' | 'score' | 'keypoints'>[];
  readonly batch: Batch;
  readonly kept: KeptBoxes;
}

function found(detector: Detector, batch: Batch, count: number, roll: number): Found {
  const faces = Array.from({ length: count }, (_, i) => detector.read(batch, i, roll));
  return { faces, batch, kept: detector.kept };
}

/** All that stages have to have read back, each once. */
function resultsOf(stages: readonly Stage[]): Tensor[] {
  return [...new Set(stages.flatMap((stage) => stage.results))];
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
    const norms = parts.flatMap((part) => part.norms ?? []);
    return Object.assign({}, ...parts, descriptors.length > 0 && { descriptors, norms });
  });
}
