// Finds the faces of a folder's photos by the pipeline's own `detect`: one call after another, or all of them at once.
//
// node packages/bench/one-by-one.js DIR [--at-once]
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FacePipeline } from '@facegpu/pipeline';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'at-once': { type: 'boolean', default: false } },
});
const [folder] = positionals;
const photos = readdirSync(folder)
  .sort()
  .map((name) => path.join(folder, name));
const pipeline = await FacePipeline.create({ detector: 'tiny' });
/** @param {string} photo */
const detect = (photo) => pipeline.detect(photo, { upright: true });
if (values['at-once']) await Promise.all(photos.map(detect));
else for (const photo of photos) await detect(photo);
await pipeline.dispose();
