import type { Device } from '@facegpu/kernels';
import { type Face, FacePipeline, type PipelineOptions, type Pixels } from '@facegpu/pipeline';
import { type FaceApi, loadFaceApi } from '../executors/face-api.ts';
import type { Work } from '../work.ts';
import { bundleSize } from './bundle-size.ts';
import { countCalls, watchMemory } from './gpu-calls.ts';
import { fiveFaces, frames, manyFaces, oneFace } from './pictures.ts';
import { planMemory } from './plan-memory.ts';
import { requireSameDescriptors, requireSameFaces } from './same-faces.ts';

type Facts = Record<string, number>;

interface PhotoWork {
  readonly name: string;
  /** The pictures that are looked at in turns. */
  readonly pictures: (pipeline: FacePipeline) => Promise<readonly Pixels[]>;
  /** Faces on each picture. */
  readonly faces: number;
  readonly compat?: PipelineOptions['compat'];
  /** What is worth knowing of ours besides the cost of a photo. */
  readonly facts?: (device: Device, detectAll: () => Promise<number>) => Promise<Facts>;
}

const minScore = 0.5;

/**
 * From decoded RGB pixels in memory to the descriptors of all faces. Decoding the file is left out: it
 * is another library's work, and face-api has no decoder in Node.
 */
export function photoWorks(quick: boolean): Work[] {
  const one = { faces: 1, pictures: async (ours: FacePipeline) => [await oneFace(ours)] };
  const five = { faces: 5, pictures: async () => [await fiveFaces()] };
  const twenty = { faces: 20, pictures: async (ours: FacePipeline) => [await manyFaces(ours, 20)] };
  const photos = quick ? [five] : [one, five, twenty];
  const compat = 'face-api';
  return [
    ...photos.map((photo) =>
      photoWork({
        ...photo,
        name: titleOf(photo.faces),
        ...(photo === five && { facts: sizes }),
      }),
    ),
    ...photos.map((photo) =>
      photoWork({ ...photo, name: `${titleOf(photo.faces)}, compat ${compat}`, compat }),
    ),
    ...(quick ? [] : [photoWork(sequence)]),
  ];
}

function titleOf(faces: number): string {
  return `photo of ${faces === 1 ? '1 face' : `${faces} faces`}, RGB pixels to descriptors`;
}

const sequence: PhotoWork = {
  name: 'photo sequence of 640×480, a frame',
  faces: 3,
  pictures: () => frames(10),
  async facts(_, detectAll) {
    const begin = performance.now();
    const count = await detectAll();
    return { 'frames a second': (1000 * count) / (performance.now() - begin) };
  },
};

async function sizes(device: Device): Promise<Facts> {
  const { taken, least } = await planMemory(device);
  return {
    'values of the networks, MB': taken / 1e6,
    'values of the networks at least, MB': least / 1e6,
    'bundle minified and gzipped, kB': await bundleSize(),
  };
}

function photoWork({ name, pictures, faces, compat, facts }: PhotoWork): Work {
  return {
    name,
    kind: 'photo',
    async prepare({ device }) {
      const photos = await picturesOf(pictures, device);
      const memory = watchMemory();
      const pipeline = await FacePipeline.create({ device, ...(compat && { compat }) });
      const ours = (photo: Pixels) => pipeline.detect(photo, { minScore });
      const peer = await loadFaceApi();
      const first = await countCalls(() => ours(photos[0]));
      for (const photo of photos) await requireAgreement(name, faces, compat, ours, peer, photo);
      const calls = await countCalls(() => ours(photos[0]));
      memory.stop();
      const detectAll = async () => {
        for (const photo of photos) await ours(photo);
        return photos.length;
      };
      return {
        contenders: [
          { name: 'facegpu', run: inTurns(photos, ours) },
          { name: 'face-api-wasm', run: inTurns(photos, (photo) => peer.detect(photo, minScore)) },
        ],
        facts: {
          // Where runs take long, later ones are cut in pieces.
          'submits of the first photo': first.submits,
          'submits per photo': calls.submits,
          'dispatches per photo': calls.dispatches,
          'readbacks per photo': calls.readbacks,
          'peak GPU memory, MB': memory.peak / 1e6,
          ...(await facts?.(device, detectAll)),
        },
        dispose: () => pipeline.dispose(),
      };
    },
  };
}

/** With a pipeline for them alone: the one that is looked at has seen no other photo. */
async function picturesOf(
  pictures: PhotoWork['pictures'],
  device: Device,
): Promise<readonly Pixels[]> {
  const pipeline = await FacePipeline.create({ device });
  try {
    return await pictures(pipeline);
  } finally {
    await pipeline.dispose();
  }
}

function inTurns(
  photos: readonly Pixels[],
  detect: (photo: Pixels) => Promise<unknown>,
): () => Promise<unknown> {
  let next = 0;
  return () => detect(photos[next++ % photos.length]);
}

async function requireAgreement(
  work: string,
  count: number,
  compat: PhotoWork['compat'],
  ours: (photo: Pixels) => Promise<Face[]>,
  peer: FaceApi,
  photo: Pixels,
): Promise<void> {
  const found = await ours(photo);
  const theirs = await peer.detect(photo, minScore);
  const faces = theirs.map(({ detection: { box }, descriptor }) => ({ box, descriptor }));
  requireSameFaces(work, count, found, faces);
  if (compat) requireSameDescriptors(work, found, faces);
}
