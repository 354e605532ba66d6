import {
  type Affine,
  allocate,
  applyAffine,
  type Crop,
  type Owner,
  owning,
  PassClock,
  Readback,
  Tensor,
} from '@facegpu/kernels';
import type { Box, Point } from '../api/face.ts';
import type { StageName } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import {
  type AttributeModels,
  type AttributeNetworks,
  createAttributeStage,
} from '../attributes/attributes.ts';
import { createDetector } from '../detect/detector.ts';
import { readChip } from '../embed/chip.ts';
import { createEmbedder } from '../embed/embedder.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import type { Stage } from '../gpu/stage.ts';
import { type Leg, Submitter } from '../gpu/submission.ts';
import { createLandmarker } from '../landmark/landmarker.ts';
import type { Photo } from '../photo/photo.ts';
import {
  capacity,
  type DetectRequest,
  type FoundFace,
  type Program,
  type ProgramOptions,
} from './program.ts';

/** How many times wider and higher the canvas is on which a photo without faces is tried again. */
const retryZoom = 2;

/**
 * The standard method: faces stay on the GPU from upload to descriptor, so that a photo of up to 16
 * faces takes one submit and one readback; trying again on a wider canvas takes another.
 */
export function createAlignedProgram(options: ProgramOptions): Promise<Program> {
  return owning((owner) => create(owner, options));
}

async function create(owner: Owner, options: ProgramOptions): Promise<Program> {
  const { device, mirror, onCompiled } = options;
  const photo = owner.keep(await PhotoBuffer.create(device));
  const live = new Tensor('live faces', { shape: [1], dtype: 'u32', layout: 'dense' });
  owner.keepBuffers(device, await allocate(device, 'program', [live]));
  const common = { ...options, photo, averaging: true, capacity, live };

  const detector = owner.keep(await createDetector(device, options.detector, common));
  onCompiled();
  const { kept } = detector;
  const landmarking = { ...common, kept };
  const landmarker = owner.keep(await createLandmarker(device, options.landmarker, landmarking));
  onCompiled();
  const { landmarks } = landmarker;
  const embedding = { ...common, landmarks, mirror };
  const embedder = owner.keep(await createEmbedder(device, options.embedder, embedding));
  onCompiled();
  const { descriptors } = embedder;

  const submitter = new Submitter(device);
  const wanted = [kept.count, kept.boxes, kept.scores, landmarks, descriptors];
  const results = owner.keep(await Readback.create(device, 'faces', wanted));
  const mirrored = owner.keep(await Readback.create(device, 'mirrored', [descriptors]));
  let clock: PassClock<StageName> | undefined;
  let chips: Readback | undefined;
  let attributes: { stage: AttributeNetworks & Stage; readback: Readback } | undefined;

  const guess = (models: AttributeModels) =>
    owning(async (parts) => {
      const guessing = { ...common, landmarks };
      const stage = parts.keep(await createAttributeStage(device, models, guessing));
      const readback = parts.keep(await Readback.create(device, 'attributes', stage.outputs));
      owner.keep(parts);
      return { stage, readback };
    });

  const prepare = async (upload: Photo, request: DetectRequest): Promise<void> => {
    if (request.timings && !clock) {
      clock = await PassClock.create(device);
      if (clock) owner.keep(clock);
    }
    if (request.chips) {
      chips ??= owner.keep(await Readback.create(device, 'chips', [embedder.network.input]));
    }
    if (request.attributes) attributes ??= await guess(request.attributes);
    const rebind = await photo.upload(upload);
    for (const stage of [detector, landmarker, embedder, attributes?.stage]) {
      stage?.setPhoto(rebind);
    }
  };

  /** What happens to the faces, from boxes to descriptors. */
  const legsFor = (request: DetectRequest): Leg[] => {
    const wanted = request.attributes ? attributes : undefined;
    const legs: Leg[] = [
      {
        stages: [
          { name: 'landmark', recordings: landmarker.recordings },
          { name: 'embed', recordings: embedder.recordings },
          ...(wanted ? [{ name: 'attributes', recordings: wanted.stage.recordings } as const] : []),
        ],
        readbacks: [
          results,
          ...(request.chips && chips ? [chips] : []),
          ...(wanted ? [wanted.readback] : []),
        ],
      },
    ];
    const { mirrored: mirroring } = embedder;
    if (mirroring) {
      const stages = [{ name: 'embed', recordings: mirroring.recordings } as const];
      legs.push({ stages, readbacks: [mirrored] });
    }
    return legs;
  };

  /** The faces of the batch that begins with `first`, of those that the last run found. */
  const collect = (first: number, crop: Crop, request: DetectRequest): FoundFace[] => {
    const count = Math.min(capacity, results.values(kept.count)[0] - first);
    const boxes = results.values(kept.boxes);
    const scores = results.values(kept.scores);
    const points = results.values(landmarks);
    const values = results.values(descriptors);
    const mirroredValues = mirror ? mirrored.values(descriptors) : undefined;
    const [, pointCount] = landmarks.shape;
    const [, dimensions] = descriptors.shape;
    return Array.from({ length: Math.max(0, count) }, (_, i): FoundFace => {
      const index = first + i;
      const descriptor = Float32Array.from({ length: dimensions }, (_unused, d) => {
        const at = i * dimensions + d;
        return mirroredValues ? (values[at] + mirroredValues[at]) / 2 : values[at];
      });
      return {
        box: toBox(boxes.subarray(index * 4, index * 4 + 4), unitMap(crop, detector.size)),
        score: scores[index],
        landmarks: Array.from({ length: pointCount }, (_unused, p): Point => {
          const at = (i * pointCount + p) * 2;
          return [points[at], points[at + 1]];
        }),
        descriptor,
        ...(request.chips && chips && { chip: readChip(embedder.network, chips, i) }),
        ...(request.attributes &&
          attributes && { attributes: attributes.stage.decode(attributes.readback, i) }),
      };
    });
  };

  /** Detects on a canvas this many times wider than the photo, and follows up on what it found. */
  const look = async (zoom: number, request: DetectRequest): Promise<FoundFace[]> => {
    const crop = detector.configure(request.minScore, { zoom });
    const map = unitMap(crop, detector.size);
    const legs = legsFor(request);
    const [first, ...rest] = legs;
    const faces: FoundFace[] = [];
    const clocked = request.timings ? clock : undefined;
    landmarker.configure({ map, first: 0 });
    const detect = { name: 'detect', recordings: detector.recordings } as const;
    await submitter.run([{ ...first, stages: [detect, ...first.stages] }, ...rest], clocked);
    faces.push(...collect(0, crop, request));
    const total = results.values(kept.count)[0];
    for (let first = capacity; first < total; first += capacity) {
      throwIfAborted(request.signal);
      landmarker.configure({ map, first });
      await submitter.run(legs, clocked);
      faces.push(...collect(first, crop, request));
    }
    return faces;
  };

  return {
    recipe: `chip${embedder.network.recipe.size}${mirror ? '+mirror' : ''}`,
    dimensions: descriptors.shape[1],
    async detect(upload, request) {
      throwIfAborted(request.signal);
      await prepare(upload, request);
      let faces = await look(1, request);
      if (faces.length === 0) {
        throwIfAborted(request.signal);
        faces = await look(retryZoom, request);
      }
      return { faces, stages: clock?.take() ?? {} };
    },
    dispose: () => owner.dispose(),
  };
}

/** From shares of the network's input to pixels of the photo. */
function unitMap({ map }: Crop, size: number): Affine {
  return {
    x: [map.x[0] * size, map.x[1] * size, map.x[2]],
    y: [map.y[0] * size, map.y[1] * size, map.y[2]],
  };
}

function toBox(edges: ArrayLike<number>, map: Affine): Box {
  const [left, top] = applyAffine(map, edges[0], edges[1]);
  const [right, bottom] = applyAffine(map, edges[2], edges[3]);
  return { x: left, y: top, width: right - left, height: bottom - top };
}
