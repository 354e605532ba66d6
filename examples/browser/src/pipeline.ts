import { type Face, FacePipeline, type LoadProgress, type Timings } from '@facegpu/pipeline';

/** The detector that the page's address asks for: `?detector=tiny` is the faster one. */
const detector = new URLSearchParams(location.search).get('detector') === 'tiny' ? 'tiny' : 'ssd';

/** Loads the models from beside the page and compiles them, in a worker: the page never waits. */
export function openPipeline(onProgress: (progress: LoadProgress) => void): Promise<FacePipeline> {
  onProgress({ stage: 'models', loaded: 0, total: 0 });
  const worker = 'facegpu-worker.js';
  return FacePipeline.create({ models: 'models/', worker, detector, onProgress });
}

/** How long a picture took, in milliseconds. */
export interface StageTimes {
  readonly total: number;
  /** The parts of it, in their order. */
  readonly stages: readonly (readonly [name: string, time: number])[];
}

/** Finds the faces of a photo or of a video's current frame. */
export async function findFaces(
  pipeline: FacePipeline,
  picture: Blob | HTMLVideoElement,
  wanted: { readonly attributes: boolean; readonly signal: AbortSignal },
): Promise<{ faces: Face[]; times: StageTimes }> {
  const options = { minScore: 0.5, chips: true, timings: true, ...wanted };
  const { faces, timings } = await pipeline.detectIn(await asShown(picture), options);
  return { faces, times: stageTimes(timings) };
}

/** What boxes have to fit: some browsers show WebP files as they are stored, whatever their EXIF data says. */
async function asShown(picture: Blob | HTMLVideoElement) {
  if (!(picture instanceof Blob) || picture.type !== 'image/webp') return picture;
  const image = new Image();
  const url = URL.createObjectURL(picture);
  image.src = url;
  try {
    await image.decode();
    return await createImageBitmap(image);
  } catch {
    // What is wrong with the file is said where it is looked at.
    return picture;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Where the GPU has no clock, its stages are one. */
function stageTimes(timings: Timings | undefined): StageTimes {
  const { decode = 0, compute = 0, stages = {} } = timings ?? {};
  const { detect = 0, landmark = 0, embed = 0 } = stages;
  const rest = Math.max(0, compute - detect - landmark - embed);
  const all = { decode, detect, landmark, embed, [rest < compute ? 'other' : 'compute']: rest };
  return { total: decode + compute, stages: Object.entries(all).filter(([, time]) => time > 0) };
}
