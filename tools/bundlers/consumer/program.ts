import { readFile } from 'node:fs/promises';
import { allocate, Device, Tensor, uploadTensor } from '@facegpu/kernels';
import { Model } from '@facegpu/nn';
import {
  type ChipImage,
  type Face,
  FacePipeline,
  Gallery,
  type IdentifiedFace,
} from '@facegpu/pipeline';
import { chipFromJson, largestFace } from '@facegpu/pipeline/faces';

/** Uses whatever is published, as a program of Node would that knows nothing of pages. */
export async function name(photo: string, stranger: URL): Promise<IdentifiedFace[]> {
  const model = await Model.parse(await readFile('own.safetensors'), 'own.safetensors');
  const faces = await FacePipeline.create({
    recognizers: ['arcface', model],
    signal: AbortSignal.timeout(60_000),
  });
  try {
    const people = new Gallery(faces);
    const found: Face[] = await faces.detect(photo, { chips: true });
    const largest = largestFace(found);
    if (largest) await people.enroll('Ada', largest);
    for await (const { faces: more, error } of faces.detectMany([photo, stranger])) {
      console.log(more?.length, error?.code);
    }
    const bytes: Uint8Array = new Uint8Array(await readFile(photo));
    return await faces.identify(bytes, people, { k: 5 });
  } finally {
    await faces.dispose();
  }
}

/** A chip that came as JSON. */
export function chipOf(text: string): ChipImage {
  return chipFromJson(JSON.parse(text));
}

/** A tensor on the GPU. */
export async function upload(values: Float32Array): Promise<Tensor> {
  const device = await Device.acquire();
  const tensor = new Tensor('values', { shape: [values.length], dtype: 'f32', layout: 'dense' });
  await allocate(device, 'upload', [tensor]);
  uploadTensor(device, tensor, Float32Array.from(values));
  return tensor;
}
