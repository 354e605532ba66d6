// How far the pose that comes of landmarks lies from that of a network made for it: Hopenet (Ruiz et al. 2018), as
// faceplugin-face-recognition-js has it.
//
// node packages/bench/pose.js --photos DIR [--every N] [--out FILE.md]
//
// The central face of every Nth photo. Hopenet sees the detector's box, a quarter larger on each side.

import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FacePipeline } from '@facegpu/pipeline';
import { centralFace, poseOf } from '@facegpu/pipeline/faces';
import { listPhotos } from '@facegpu/train/dataset';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';

const { values } = parseArgs({
  options: { photos: { type: 'string' }, every: { type: 'string' }, out: { type: 'string' } },
});
const { photos: folder, every = '1', out } = values;
if (!folder) throw new Error('name a folder with --photos');

const require = createRequire(import.meta.url);
const model = require.resolve('faceplugin-face-recognition-js/model/fr_pose.onnx');
const hopenet = await InferenceSession.create(model);
const pipeline = await FacePipeline.create();
const side = 224;
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];
const angles = /** @type {const} */ (['yaw', 'pitch', 'roll']);

/**
 * Degrees, of 66 classes of 3 degrees each.
 *
 * @param {ArrayLike<number>} logits
 */
function expected(logits) {
  const weights = Array.from(logits, (logit) => Math.exp(logit));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (3 * weights.reduce((sum, weight, i) => sum + weight * i, 0)) / total - 99;
}

/**
 * @param {Buffer} bytes
 * @param {import('@facegpu/pipeline').Box} box
 */
async function peerPose(bytes, { x, y, width, height }) {
  const photo = sharp(bytes).removeAlpha().toColourspace('srgb');
  const size = await photo.metadata();
  const [left, top] = [x - width / 4, y - height / 4].map((low) => Math.max(0, Math.round(low)));
  const right = Math.min(size.width, Math.round(x + 1.25 * width));
  const bottom = Math.min(size.height, Math.round(y + 1.25 * height));
  const pixels = await photo
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize(side, side, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer();
  const count = side * side;
  const input = Float32Array.from({ length: 3 * count }, (_, i) => {
    const channel = Math.floor(i / count);
    return (pixels[3 * (i % count) + channel] / 255 - mean[channel]) / deviation[channel];
  });
  const found = await hopenet.run({ input: new Tensor('float32', input, [1, 3, side, side]) });
  const [yaw, pitch, roll] = hopenet.outputNames.map((name) =>
    expected(/** @type {Float32Array} */ (found[name].data)),
  );
  return { yaw, pitch, roll };
}

const { photos } = await listPhotos(folder);
/** @type {{ own: import('@facegpu/pipeline/faces').Pose, peer: Awaited<ReturnType<typeof peerPose>> }[]} */
const pairs = [];
const chosen = photos.filter((_, i) => i % Number(every) === 0);
for (const { file } of chosen) {
  const bytes = await sharp(path.join(folder, file)).autoOrient().png().toBuffer();
  const found = await pipeline.detectIn(bytes, { descriptors: false });
  const face = centralFace(found.faces, found);
  const own = face?.landmarks && poseOf(face.landmarks, pipeline.info.landmarkOrder);
  if (!face || !own) continue;
  pairs.push({ own, peer: await peerPose(bytes, face.box) });
}
await pipeline.dispose();

/** @param {number[]} numbers */
const average = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
/** @param {number[]} numbers @param {number} share */
const quantile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.round(share * (numbers.length - 1))];

const rows = angles.map((angle) => {
  const own = pairs.map((pair) => pair.own[angle]);
  const peer = pairs.map((pair) => pair.peer[angle]);
  const [ownMean, peerMean] = [average(own), average(peer)];
  const product = (/** @type {number[]} */ a, /** @type {number[]} */ b) =>
    average(a.map((x, i) => x * b[i]));
  const [x, y] = [own.map((value) => value - ownMean), peer.map((value) => value - peerMean)];
  const correlation = product(x, y) / Math.sqrt(product(x, x) * product(y, y));
  // Networks and mean faces differ in what they call straight, and in their signs.
  const sign = Math.sign(correlation);
  const apart = own.map((value, i) => value - sign * peer[i]);
  const shift = quantile(apart, 0.5);
  const errors = apart.map((value) => Math.abs(value - shift));
  const numbers = [shift, average(errors), quantile(errors, 0.5), quantile(errors, 0.95)];
  const cells = [
    ...numbers.map((value) => `${value.toFixed(1)}°`),
    (sign * correlation).toFixed(3),
  ];
  return `| ${angle} | ${cells.join(' | ')} |`;
});
const table = [
  `${pairs.length} of ${chosen.length} photos of ${path.basename(path.resolve(folder))}`,
  '',
  '| angle | shift | mean difference | median | 95 % | correlation |',
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...rows,
].join('\n');
console.log(table);
if (out) writeFileSync(out, `${table}\n`);
