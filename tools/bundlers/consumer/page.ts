import {
  type Detection,
  type Face,
  FaceGpuError,
  FacePipeline,
  Gallery,
  type Match,
} from '@facegpu/pipeline';

/** Uses whatever is published, as a page would that is written in TypeScript. */
export async function recognise(
  image: HTMLImageElement,
  video: HTMLVideoElement,
  upload: File,
): Promise<Match[]> {
  await using faces = await FacePipeline.create({
    models: new URL('models/', document.baseURI),
    worker: new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
    detector: 'tiny',
    mirror: true,
    onProgress: ({ stage, loaded, total }) => console.log(stage, loaded / total),
    signal: AbortSignal.timeout(60_000),
  });
  const detection: Detection = await faces.detectIn(video, { timings: true });
  console.log(detection.width, detection.timings?.stages.detect, faces.info.adapter.name);
  const people = new Gallery(faces);
  const [known]: Face[] = await faces.detect(image, { attributes: true, chips: true });
  if (known) await people.enroll('Ada', known);
  try {
    const [unknown] = await faces.detect(upload);
    return unknown ? await people.identify(unknown, { k: 5 }) : [];
  } catch (error) {
    if (error instanceof FaceGpuError && error.code === 'bad-image') return [];
    throw error;
  }
}

/** The same on a device of its own. */
export async function detectOn(device: GPUDevice, pixels: ImageData): Promise<Face[]> {
  await using faces = await FacePipeline.create({ device, models: '/models/' });
  return faces.detect(pixels);
}
