import type { Device } from '@facegpu/kernels';
import { type Face, FacePipeline, type PipelineOptions, type Pixels } from '@facegpu/pipeline';
import { platform } from '#platform';
import { type FaceApi, loadFaceApi } from '../executors/face-api.ts';
import type { Facts, Work } from '../work.ts';
import { countCalls, watchMemory } from './gpu-calls.ts';
import { frameNames, type PictureName } from './picture-names.ts';
import { requireCount, requireSameDescriptors, requireSameFaces } from './same-faces.ts';

/** What is worth knowing of ours besides the cost of a photo. */
type FindFacts = (device: Device, detectAll: () => Promise<number>) => Promise<Facts>;

interface PhotoWork {
  readonly name: string;
  /** The pictures that are looked at in turns. */
  readonly pictures: readonly PictureName[];
  /** Faces on each picture. */
  readonly faces: number;
  readonly compat?: PipelineOptions['compat'];
  readonly facts?: FindFacts;
}

const minScore = 0.5;

/**
 * From decoded RGB pixels in memory to the descriptors of all faces. Decoding the file is left out: it
 * is another library's work, and face-api has no decoder in Node.
 *
 * @param slow leaves out what takes minutes where a photo takes half of one
 * @param sizes what is told besides of a pipeline of five faces
 */
export function photoWorks(quick: boolean, { slow = false, sizes }: PhotoOptions = {}): Work[] {
  const one = { faces: 1, pictures: ['one-face'] } as const;
  const five = { faces: 5, pictures: ['five-faces'] } as const;
  const twenty = { faces: 20, pictures: ['twenty-faces'] } as const;
  const photos = quick ? [five] : slow ? [one, five] : [one, five, twenty];
  const compat = 'face-api';
  const works = photos.map((photo) =>
    photoWork({
      ...photo,
      name: titleOf(photo.faces),
      ...(photo === five && sizes && { facts: sizes }),
    }),
  );
  if (quick && slow) return works;
  return [
    ...works,
    ...photos.map((photo) =>
      photoWork({ ...photo, name: `${titleOf(photo.faces)}, compat ${compat}`, compat }),
    ),
    ...(quick || slow ? [] : [photoWork(sequence)]),
  ];
}

interface PhotoOptions {
  readonly slow?: boolean;
  readonly sizes?: FindFacts;
}

function titleOf(faces: number): string {
  return `photo of ${faces === 1 ? '1 face' : `${faces} faces`}, RGB pixels to descriptors`;
}

const sequence: PhotoWork = {
  name: 'photo sequence of 640×480, a frame',
  faces: 3,
  pictures: frameNames,
  async facts(_, detectAll) {
    const begin = performance.now();
    const count = await detectAll();
    return { 'frames a second': (1000 * count) / (performance.now() - begin) };
  },
};

function photoWork({ name, pictures, faces, compat, facts }: PhotoWork): Work {
  return {
    name,
    kind: 'photo',
    async prepare({ device }) {
      const photos = await Promise.all(pictures.map((picture) => platform.readPicture(picture)));
      const memory = watchMemory();
      const options = { device, ...platform.pipelineOptions, ...(compat && { compat }) };
      const pipeline = await FacePipeline.create(options);
      const ours = (photo: Pixels) => pipeline.detect(photo, { minScore });
      const first = await countCalls(() => ours(photos[0]));
      // The first run compiled, which counts as long: the next one is cut in pieces for it.
      let found = await ours(photos[0]);
      const calls = await countCalls(async () => {
        found = await ours(photos[0]);
      });
      // A peer may be on the same device: what it takes is not ours.
      memory.stop();
      const peer = await loadFaceApi();
      for (const [i, photo] of photos.entries()) {
        if (i > 0) found = await ours(photo);
        await requireAgreement(name, faces, compat, found, peer, photo);
      }
      const detectAll = async () => {
        for (const photo of photos) await ours(photo);
        return photos.length;
      };
      return {
        contenders: [
          { name: 'facegpu', run: inTurns(photos, ours) },
          ...(peer
            ? [{ name: peer.name, run: inTurns(photos, (photo) => peer.detect(photo, minScore)) }]
            : []),
        ],
        facts: {
          // Where runs take long, the next one is cut in pieces.
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
  found: readonly Face[],
  peer: FaceApi | undefined,
  photo: Pixels,
): Promise<void> {
  if (!peer) {
    requireCount(work, count, found);
    return;
  }
  const theirs = await peer.detect(photo, minScore);
  const faces = theirs.map(({ detection: { box }, descriptor }) => ({ box, descriptor }));
  requireSameFaces(work, count, found, faces);
  if (compat) requireSameDescriptors(work, found, faces);
}
