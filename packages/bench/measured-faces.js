import { FacePipeline } from '@facegpu/pipeline';
import { LineCache, looksVersion, note } from '@facegpu/pipeline/command-line';
import { centralFace } from '@facegpu/pipeline/faces';

/**
 * What is measured of a face for its quality, and what it is compared by.
 *
 * @typedef {object} MeasuredFace
 * @property {import('@facegpu/pipeline').Quality} quality with what its mirror image says
 * @property {number[]} descriptor
 */

/**
 * The central face of each photo, measured thoroughly: null where there is none. Photos that there is no time left for are
 * not among them.
 *
 * @param {readonly { name: string, read: () => Promise<Uint8Array> }[]} photos upright ones
 * @param {object} options
 * @param {string} options.detector
 * @param {string | undefined} options.cache a file that keeps what was measured
 * @param {number} options.seconds after so many no further photo is looked at
 * @returns {Promise<{ faces: Map<string, MeasuredFace | null>, info: import('@facegpu/pipeline').PipelineInfo }>}
 */
export async function measuredFaces(photos, { detector, cache: file, seconds }) {
  const deadline = performance.now() + 1000 * seconds;
  /** @type {LineCache<MeasuredFace | null>} */
  const cache = await LineCache.open(file, {
    encode: (face) => ({ face }),
    decode: (fields) => /** @type {{ face: MeasuredFace | null }} */ (fields).face,
  });
  /** @type {Map<string, MeasuredFace | null>} */
  const faces = new Map();
  const pipeline = await FacePipeline.create({ detector });
  for (const { name, read } of photos) {
    if (faces.has(name)) continue;
    const photo = await read();
    const key = LineCache.key(photo, { detector, looksVersion });
    let face = cache.get(key);
    if (face === undefined) {
      if (performance.now() > deadline) continue;
      face = await measure(photo, pipeline);
      await cache.set(key, face);
    }
    faces.set(name, face);
  }
  const { info } = pipeline;
  await pipeline.dispose();
  const all = new Set(photos.map(({ name }) => name)).size;
  if (faces.size < all)
    note(`${faces.size} of ${all} photos are measured: call again for the rest`);
  return { faces, info };
}

/**
 * @param {Uint8Array} photo @param {FacePipeline} pipeline
 * @returns {Promise<MeasuredFace | null>}
 */
async function measure(photo, pipeline) {
  const found = await pipeline.detectIn(photo, { quality: 'thorough', upright: true });
  const face = centralFace(found.faces, found);
  if (!face?.quality) return null;
  return {
    quality: face.quality,
    descriptor: Array.from(face.descriptor.values, (value) => Number(value.toPrecision(6))),
  };
}
