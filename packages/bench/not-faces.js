// How many pictures without a face are taken for one, and what quality those faces have.
//
// node packages/bench/not-faces.js [--detector NAME]
//
// Patterns and drawings are made here, the rest are pictures of npm packages that the benchmark has: logos, plots and
// icons. Drawn faces are counted apart: a detector is made to find what looks like a face.

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FaceGpuError, FacePipeline } from '@facegpu/pipeline';
import sharp from 'sharp';

const { values } = parseArgs({ options: { detector: { type: 'string' } } });
const { detector = 'ssd' } = values;
const side = 320;

/** @type {(seed: number) => () => number} */
const sequence = (seed) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return seed / 2 ** 32;
};

/** A picture of what a function says of each pixel. @param {(x: number, y: number) => readonly number[]} colour */
function pattern(colour) {
  const data = Buffer.alloc(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    colour(i % side, Math.floor(i / side)).forEach((value, k) => {
      data[i * 3 + k] = value;
    });
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

const patterns = Array.from({ length: 40 }, (_, seed) => {
  const next = sequence(seed + 1);
  const [a, b, c, d] = Array.from({ length: 4 }, next);
  const shade = [255 * a, 255 * b, 255 * c];
  /** @param {number} value */
  const tint = (value) => shade.map((own) => own * value);
  const kinds = [
    () => pattern(() => tint(next())),
    () => pattern((x, y) => tint(0.5 + 0.5 * Math.sin((x * a + y * b) * (0.05 + c / 2)))),
    () =>
      pattern((x, y) => tint((Math.floor(x / (8 + 60 * a)) + Math.floor(y / (8 + 60 * b))) % 2)),
    () =>
      pattern((x, y) => tint(0.5 + 0.5 * Math.sin(Math.hypot(x - 160, y - 160) * (0.03 + d / 5)))),
  ];
  return kinds[seed % kinds.length]();
});

/** Shapes at random: ellipses and rectangles. */
const shapes = Array.from({ length: 40 }, (_, seed) => {
  const next = sequence(seed + 1000);
  const own = Array.from({ length: 25 }, () => {
    const [x, y, w, h] = Array.from({ length: 4 }, () => Math.round(next() * side));
    const fill = `hsl(${Math.round(next() * 360)} ${Math.round(next() * 80)}% ${Math.round(20 + next() * 60)}%)`;
    return next() < 0.5
      ? `<ellipse cx="${x}" cy="${y}" rx="${w / 4}" ry="${h / 4}" fill="${fill}"/>`
      : `<rect x="${x}" y="${y}" width="${w / 2}" height="${h / 2}" fill="${fill}"/>`;
  });
  return drawing(own.join(''));
});

/** Faces as a child draws them. */
const drawnFaces = Array.from({ length: 40 }, (_, seed) => {
  const next = sequence(seed + 2000);
  const skin = `hsl(${Math.round(15 + next() * 25)} 50% ${Math.round(35 + next() * 45)}%)`;
  const [eye, gap, mouth, wide] = [
    5 + 10 * next(),
    25 + 20 * next(),
    20 + 25 * next(),
    70 + 20 * next(),
  ];
  return drawing(`
    <ellipse cx="160" cy="160" rx="${wide}" ry="${wide * 1.3}" fill="${skin}" stroke="#333" stroke-width="3"/>
    <circle cx="${160 - gap}" cy="140" r="${eye}" fill="#222"/><circle cx="${160 + gap}" cy="140" r="${eye}" fill="#222"/>
    <path d="M160 150 l-8 35 h16" fill="none" stroke="#333" stroke-width="4"/>
    <path d="M${160 - mouth} 215 Q160 ${225 + 20 * next()} ${160 + mouth} 215" fill="none" stroke="#722" stroke-width="7"/>`);
});

/** @param {string} inner */
function drawing(inner) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="${side}" height="${side}" fill="#dde"/>${inner}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Pictures of packages that show no face: all but those that are there to have faces found. */
function packagePictures() {
  const require = createRequire(import.meta.url);
  const roots = ['@tensorflow/tfjs', 'vega', 'sharp', 'vitest', 'onnxruntime-node'].flatMap(
    (name) => {
      try {
        const entry = require.resolve(`${name}/package.json`);
        return [entry.slice(0, entry.indexOf('node_modules') + 'node_modules'.length)];
      } catch {
        return [];
      }
    },
  );
  const store = path.join(roots[0] ?? '.', '.pnpm');
  const found = readdirSync(store, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(png|jpe?g|webp|gif)$/i.test(file) && !/face/i.test(file))
    .sort();
  return found.map((file) => path.join(store, file));
}

const sets = {
  patterns: await Promise.all(patterns),
  'shapes at random': await Promise.all(shapes),
  'pictures of packages': packagePictures().slice(0, 60),
  'drawn faces': await Promise.all(drawnFaces),
};

const pipeline = await FacePipeline.create({ detector });
const rows = [];
for (const [name, photos] of Object.entries(sets)) {
  /** @type {number[]} */
  const scores = [];
  let [used, wrong] = [0, 0];
  for (const photo of photos) {
    try {
      const faces = await pipeline.detect(photo, { quality: true, upright: true });
      used++;
      if (faces.length > 0) wrong++;
      scores.push(...faces.map(({ quality }) => quality?.score ?? 0));
    } catch (error) {
      // No picture that can be read.
      if (!(error instanceof FaceGpuError && error.code === 'bad-image')) throw error;
    }
  }
  const above = [0.1, 0.5].map((least) => scores.filter((score) => score >= least).length);
  const most = scores.length > 0 ? Math.max(...scores).toFixed(3) : '–';
  rows.push(`| ${name} | ${used} | ${wrong} | ${scores.length} | ${above.join(' | ')} | ${most} |`);
}
await pipeline.dispose();
console.log(
  [
    '| pictures | number | with a face found | faces | quality from 0.1 | from 0.5 | the best |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n'),
);
