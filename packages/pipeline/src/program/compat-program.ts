import {
  allocate,
  type Crop,
  encodeCrop,
  type Owner,
  owning,
  PassClock,
  Readback,
  type Size,
  Tensor,
  uploadTensor,
} from '@facegpu/kernels';
import type { Box, Point } from '../api/face.ts';
import type { StageName } from '../api/options.ts';
import { throwIfAborted } from '../async/abort.ts';
import {
  type AttributeModels,
  type AttributeNetworks,
  createAttributeNetworks,
} from '../attributes/attributes.ts';
import { createDetector } from '../detect/detector.ts';
import { readChip } from '../embed/chip.ts';
import { embeddingSettings } from '../embed/embedder.ts';
import { type CropNetwork, createCropNetwork } from '../gpu/crop-network.ts';
import { PhotoBuffer } from '../gpu/photo-buffer.ts';
import { Submitter } from '../gpu/submission.ts';
import { landmarkSettings } from '../landmark/landmarker.ts';
import {
  attributeBox,
  clippedPart,
  type Part,
  partCrop,
  partLandmarks,
  recognitionBox,
} from './face-api-crops.ts';
import {
  capacity,
  type DetectRequest,
  type FoundFace,
  type Program,
  type ProgramOptions,
} from './program.ts';

/**
 * The way of face-api: upright boxes instead of aligned chips, so that its descriptors can be
 * compared with ours. It decides on the processor where each network looks, which costs a readback
 * for every stage.
 */
export function createCompatProgram(options: ProgramOptions): Promise<Program> {
  return owning((owner) => create(owner, options));
}

async function create(owner: Owner, options: ProgramOptions): Promise<Program> {
  const { device, onCompiled } = options;
  const photo = owner.keep(await PhotoBuffer.create(device));
  const live = new Tensor('live faces', { shape: [1], dtype: 'u32', layout: 'dense' });
  owner.keepBuffers(device, await allocate(device, 'program', [live]));
  const common = { ...options, photo, averaging: false, capacity, live };

  const detector = owner.keep(await createDetector(device, options.detector, common));
  onCompiled();
  const { kept } = detector;
  const landmarker = owner.keep(await createCropNetwork(device, options.landmarker, common));
  onCompiled();
  const embedder = owner.keep(await createCropNetwork(device, options.embedder, common));
  onCompiled();
  const points = landmarker.plan.output(landmarkSettings(options.landmarker).output);
  const descriptors = embedder.plan.output(embeddingSettings(options.embedder).output);

  const submitter = new Submitter(device);
  const readback = async (label: string, tensors: readonly Tensor[]) =>
    owner.keep(await Readback.create(device, label, tensors));
  const boxes = await readback('boxes', [kept.count, kept.boxes, kept.scores]);
  const pointsBack = await readback('landmarks', [points]);
  const descriptorsBack = await readback('descriptors', [descriptors]);
  let clock: PassClock<StageName> | undefined;
  let chips: Readback | undefined;
  let attributes: { networks: AttributeNetworks; readback: Readback } | undefined;

  /** Shows a network some parts of the photo. */
  const look = async (
    name: StageName,
    network: CropNetwork,
    crops: readonly Crop[],
    readbacks: Readback[],
  ) => {
    uploadTensor(device, live, Uint32Array.of(crops.length));
    network.writeCrops(crops.flatMap(encodeCrop));
    await submitter.run([{ stages: [{ name, recordings: network.recordings }], readbacks }], clock);
  };

  const detectBoxes = async (minScore: number): Promise<{ box: Box; score: number }[]> => {
    detector.configure(minScore, { align: 'start', sampling: 'corner' });
    const detect = { name: 'detect', recordings: detector.recordings } as const;
    await submitter.run([{ stages: [detect], readbacks: [boxes] }], clock);
    const edges = boxes.values(kept.boxes);
    const scores = boxes.values(kept.scores);
    const clips = options.detector.metadata.name.startsWith('ssd');
    return Array.from({ length: boxes.values(kept.count)[0] }, (_, i) => ({
      box: toBox(edges.subarray(i * 4, i * 4 + 4), photo, detector.size, clips),
      score: scores[i],
    }));
  };

  const guess = (models: AttributeModels) =>
    owning(async (parts) => {
      const networks = parts.keep(await createAttributeNetworks(device, models, common));
      const readback = parts.keep(await Readback.create(device, 'attributes', networks.outputs));
      owner.keep(parts);
      return { networks, readback };
    });

  const describe = async (
    found: readonly { box: Box; score: number; part: Part }[],
    request: DetectRequest,
  ): Promise<FoundFace[]> => {
    const cropsOf = (network: CropNetwork, parts: readonly Part[]) =>
      parts.map((part) => partCrop(part, network.recipe.size));
    const own = found.map(({ part }) => part);
    await look('landmark', landmarker, cropsOf(landmarker, own), [pointsBack]);
    const size = points.shape[1];
    const landmarks = found.map(({ part, box }, i): Point[] => {
      return partLandmarks(pointsBack.values(points).subarray(i * size, (i + 1) * size), part, box);
    });

    const squares = landmarks.map((face, i) => clippedPart(recognitionBox(face, own[i]), photo));
    if (request.chips) chips ??= await readback('chips', [embedder.input]);
    const wanted = request.chips && chips ? [chips] : [];
    await look('embed', embedder, cropsOf(embedder, squares), [descriptorsBack, ...wanted]);
    const values = descriptorsBack.values(descriptors);
    const [, dimensions] = descriptors.shape;

    if (request.attributes) attributes ??= await guess(request.attributes);
    const guessed = request.attributes ? attributes : undefined;
    if (guessed) {
      const parts = landmarks.map((face) => clippedPart(attributeBox(face), photo));
      for (const network of guessed.networks.networks) {
        network.setPhoto(true);
        await look('attributes', network, cropsOf(network, parts), [guessed.readback]);
      }
    }
    return found.map(({ box, score }, i): FoundFace => {
      return {
        box,
        score,
        landmarks: landmarks[i],
        descriptor: Float32Array.from(values.subarray(i * dimensions, (i + 1) * dimensions)),
        ...(request.chips && chips && { chip: readChip(embedder, chips, i) }),
        ...(guessed && { attributes: guessed.networks.decode(guessed.readback, i) }),
      };
    });
  };

  return {
    recipe: 'box-compat',
    dimensions: descriptors.shape[1],
    async detect(upload, request) {
      throwIfAborted(request.signal);
      if (request.timings && !clock) {
        clock = await PassClock.create(device);
        if (clock) owner.keep(clock);
      }
      const rebind = await photo.upload(upload);
      for (const stage of [detector, landmarker, embedder]) stage.setPhoto(rebind);
      const found = (await detectBoxes(request.minScore))
        .map(({ box, score }) => ({ box, score, part: clippedPart(box, photo) }))
        .filter(({ part }) => part.width > 0 && part.height > 0);
      const faces: FoundFace[] = [];
      for (let first = 0; first < found.length; first += capacity) {
        throwIfAborted(request.signal);
        faces.push(...(await describe(found.slice(first, first + capacity), request)));
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
