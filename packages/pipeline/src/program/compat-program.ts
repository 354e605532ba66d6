import {
  type Affine,
  allocate,
  type Crop,
  encodeCrop,
  FaceGpuError,
  type Owner,
  owning,
  type Size,
  type Tensor,
  uploadTensor,
} from '@facegpu/kernels';
import type { Model } from '@facegpu/nn';
import type { Box, Point } from '../api/face.ts';
import type { StageName } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import { Lazy } from '../async/lazy.ts';
import { type AttributeNetworks, createAttributeNetworks } from '../attributes/attributes.ts';
import { createDetector } from '../detect/detector.ts';
import { createRoom, type MakeRoom } from '../detect/kept-boxes.ts';
import { readChip } from '../embed/chip.ts';
import { Batch } from '../gpu/batch.ts';
import { type CropNetwork, createCropNetwork } from '../gpu/crop-network.ts';
import { dense } from '../gpu/dense.ts';
import { Lane } from '../gpu/lane.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import type { PhotoWork } from '../gpu/stage.ts';
import { Submitter } from '../gpu/submission.ts';
import { createPointNetwork } from '../landmark/point-network.ts';
import { descriptionOf } from '../models/description.ts';
import {
  attributeBox,
  clippedPart,
  type Part,
  partCrop,
  partLandmarks,
  recognitionBox,
} from './face-api-crops.ts';
import {
  capacityOf,
  chipFindings,
  type FoundFace,
  type Program,
  type ProgramOptions,
} from './program.ts';

/** Leaves boxes in shares of the network's input. */
const unchanged: Affine = { x: [1, 0, 0], y: [0, 1, 0] };

/** A face on its way. */
interface Candidate {
  readonly box: Box;
  readonly score: number;
  /** The part of the photo that the box covers. */
  readonly part: Part;
}

/**
 * The way of face-api: upright boxes instead of aligned chips, so that its descriptors can be
 * compared with ours. It decides on the processor where each network looks, which costs a readback
 * for every stage, and takes one photo at a time.
 */
export function createCompatProgram(options: CompatOptions): Promise<Program> {
  return owning((owner) => create(owner, options));
}

/** It has no use for the keypoints of detectors. */
export interface CompatOptions extends ProgramOptions {
  readonly landmarker: Model;
}

async function create(owner: Owner, options: CompatOptions): Promise<Program> {
  const { device, onCompiled } = options;
  const photo = owner.keep(await PhotoBuffer.create(device));
  const live = dense('live faces', 'u32', 1);
  owner.keepBuffers(device, await allocate(device, 'program', [live]));
  const capacity = capacityOf(options);
  const common = { ...options, photo, averaging: false, capacity, live };
  const made: PhotoWork[] = [];
  const add = <T extends PhotoWork>(work: T): T => {
    made.push(owner.keep(work));
    onCompiled();
    return work;
  };

  const [recogniser] = options.embedders;
  const room: MakeRoom = (candidates, points) => createRoom(owner, device, candidates, points);
  const detector = add(await createDetector(device, options.detector, { ...common, room }));
  const { kept } = detector;
  const { input, output, metric } = descriptionOf(recogniser, 'recognizer');
  if (metric !== 'euclidean') {
    throw new FaceGpuError(
      'bad-argument',
      `compat and ${recogniser.source} exclude each other: its metric is ${metric}`,
      'The way of face-api belongs to the network dlib.',
    );
  }
  const landmarker = add(await createPointNetwork(device, options.landmarker, common));
  const embedder = add(await createCropNetwork(device, recogniser, input, common));
  const { points } = landmarker;
  const descriptors = embedder.plan.output(output);
  const attributes = new Lazy<AttributeNetworks>();
  const way = owner.keep(new Lane(device));
  const submitter = new Submitter(device);

  const descriptorIn = (batch: Batch, i: number) =>
    Float32Array.from(batch.finiteRow(descriptors, i, 'a descriptor', recogniser));

  return {
    dimensions: [descriptors.shape[1]],
    landmarkOrder: descriptionOf(options.landmarker, 'landmarker').order,
    lanes: 1,
    async detect(upload, request) {
      throwIfAborted(request.signal);
      if (request.tiles) {
        throw new FaceGpuError(
          'bad-argument',
          'compat and tiles exclude each other',
          'face-api looks at a photo once: leave one of them out.',
        );
      }
      const models = request.attributes;
      const guessers =
        models &&
        (await attributes.get(async () => {
          const networks = owner.keep(await createAttributeNetworks(device, models, common));
          made.push(...networks.networks);
          return networks;
        }));
      if (await photo.upload(upload)) for (const work of made) work.rebind();
      for (const work of made) work.setPhoto();
      const clock = request.timings ? await way.clock() : undefined;

      const run = async (
        name: StageName,
        { recordings }: Pick<PhotoWork, 'recordings'>,
        results: readonly Tensor[],
      ): Promise<Batch> => {
        const readback = await way.readback(results);
        const stages = [{ name, recordings }];
        await submitter.run([{ stages, readbacks: [readback] }], clock);
        return new Batch(readback);
      };
      /** Shows a network some parts of the photo. */
      const show = (
        name: StageName,
        network: CropNetwork,
        parts: readonly Part[],
        results: readonly Tensor[],
      ): Promise<Batch> => {
        const crops: Crop[] = parts.map((part) => partCrop(part, network.size.width));
        uploadTensor(device, live, Uint32Array.of(crops.length));
        network.writeCrops(crops.flatMap(encodeCrop));
        return run(name, network, results);
      };

      const detectBoxes = async (): Promise<Candidate[]> => {
        const letterbox = { align: 'start', sampling: 'corner' } as const;
        detector.configure(request.boxes, letterbox, unchanged);
        const batch = await run('detect', detector, detector.results);
        const clips = options.detector.metadata.name.startsWith('ssd');
        const count = detector.count(batch);
        return Array.from({ length: count }, (_, i) => {
          const { score } = detector.read(batch, i);
          const box = toBox(batch.row(kept.boxes, i), photo, detector.size.width, clips);
          return { box, score, part: clippedPart(box, photo) };
        });
      };

      const describe = async (found: readonly Candidate[]): Promise<FoundFace[]> => {
        const own = found.map(({ part }) => part);
        const seen = await show('landmark', landmarker, own, [points]);
        const landmarks = found.map(({ part, box }, i): Point[] => {
          const row = seen.finiteRow(points, i, 'a landmark', options.landmarker);
          return partLandmarks(row, part, box);
        });
        const squares = landmarks.map((face, i) =>
          clippedPart(recognitionBox(face, own[i]), photo),
        );
        const results = [
          ...(request.descriptors ? [descriptors] : []),
          ...(request.chips ? [embedder.input] : []),
        ];
        const looking = request.descriptors
          ? embedder
          : { ...embedder, recordings: [embedder.cutting] };
        const embedded =
          results.length > 0 ? await show('embed', looking, squares, results) : undefined;
        let guessed: Batch | undefined;
        if (guessers) {
          const parts = landmarks.map((face) => clippedPart(attributeBox(face), photo));
          for (const network of guessers.networks) {
            guessed = await show('attributes', network, parts, guessers.outputs);
          }
        }
        return found.map(({ box, score }, i): FoundFace => {
          return {
            box,
            score,
            landmarks: landmarks[i],
            ...(embedded && request.descriptors && { descriptors: [descriptorIn(embedded, i)] }),
            ...(embedded && request.chips && { chip: readChip(embedder, embedded, i) }),
            ...(guessed && guessers?.read(guessed, i)),
          };
        });
      };

      if (request.isChip) {
        const whole: Part = { x: 0, y: 0, width: photo.width, height: photo.height };
        const batch = await show('embed', embedder, [whole], [descriptors]);
        return chipFindings(photo, descriptorIn(batch, 0));
      }
      const found = (await detectBoxes()).filter(({ part }) => part.width > 0 && part.height > 0);
      const faces: FoundFace[] = [];
      if (!request.landmarks) faces.push(...found.map(({ box, score }) => ({ box, score })));
      else {
        for (let first = 0; first < found.length; first += capacity) {
          throwIfAborted(request.signal);
          faces.push(...(await describe(found.slice(first, first + capacity))));
        }
      }
      return { faces, stages: clock?.take() ?? {} };
    },
    dispose: () => owner.dispose(),
  };
}

/** A box in pixels; face-api counts from the rounded size of the photo within the network's input. */
function toBox(edges: ArrayLike<number>, photo: Size, size: number, clips: boolean): Box {
  const scale = size / Math.max(photo.width, photo.height);
  const unitX = (photo.width * size) / Math.round(photo.width * scale);
  const unitY = (photo.height * size) / Math.round(photo.height * scale);
  const edge = (value: number) => (clips ? Math.min(Math.max(value, 0), 1) : value);
  const [left, right] = [edge(edges[0]) * unitX, edge(edges[2]) * unitX];
  const [top, bottom] = [edge(edges[1]) * unitY, edge(edges[3]) * unitY];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
