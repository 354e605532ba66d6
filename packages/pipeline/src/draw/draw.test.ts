import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PartialFace } from '../api/face.ts';
import { type DrawingContext, drawFaces, facesToSvg } from '../draw.ts';

const faces: PartialFace[] = [
  {
    box: { x: 20, y: 40, width: 60, height: 50 },
    score: 0.9,
    landmarks: [
      [40, 60],
      [60, 61],
    ],
  },
  { box: { x: 120, y: 2, width: 30, height: 30 }, score: 0.5, keypoints: [[130, 15]] },
];
const size = { width: 200, height: 100 };

/** A context that says what was drawn, and in which colour. */
function recorder() {
  const calls: unknown[][] = [];
  const styles = { fillStyle: '', strokeStyle: '', lineWidth: 0, font: '', textBaseline: '' };
  const say =
    (name: string, colour?: 'fillStyle' | 'strokeStyle') =>
    (...args: unknown[]) => {
      calls.push(colour ? [name, ...args, styles[colour]] : [name, ...args]);
    };
  const context = Object.assign(styles, {
    canvas: size,
    save: say('save'),
    restore: say('restore'),
    beginPath() {},
    arc: say('arc', 'fillStyle'),
    fill() {},
    stroke() {},
    strokeRect: say('strokeRect', 'strokeStyle'),
    fillRect: say('fillRect', 'fillStyle'),
    fillText: say('fillText'),
    measureText: (text: string) => ({ width: 6 * text.length }),
  });
  return { calls, context: context as unknown as DrawingContext };
}

describe('drawFaces', () => {
  it('draws boxes, points and labels, each face in its colour', () => {
    const { calls, context } = recorder();
    const colours = ['red', 'blue'];
    drawFaces(context, faces, { colours, label: (face, i) => `${i}: ${face.score}` });
    const drawn = (name: string) => calls.filter(([own]) => own === name);
    expect(
      drawn('strokeRect').filter(([, , , , , colour]) => colours.includes(`${colour}`)),
    ).toEqual([
      ['strokeRect', 20, 40, 60, 50, 'red'],
      ['strokeRect', 120, 2, 30, 30, 'blue'],
    ]);
    expect(drawn('arc').map(([, x, y, , , , colour]) => [x, y, colour])).toEqual([
      [40, 60, 'red'],
      [60, 61, 'red'],
      [130, 15, 'blue'],
    ]);
    expect(drawn('fillText').map(([, text]) => text)).toEqual(['0: 0.9', '1: 0.5']);
    // Above its box where there is room, and below it else, within the picture.
    const [first, second] = drawn('fillRect').map(([, x, y, width]) => [x, y, width].map(Number));
    expect(first[1]).toBeLessThan(40);
    expect(second[1]).toBeGreaterThan(32);
    expect(second[0] + second[2]).toBeLessThanOrEqual(size.width);
    expect([calls[0], calls.at(-1)]).toEqual([['save'], ['restore']]);
  });

  it('leaves out what isn’t wanted', () => {
    const { calls, context } = recorder();
    drawFaces(context, faces, { boxes: false, points: false, label: () => undefined });
    expect(calls).toEqual([['save'], ['restore']]);
    drawFaces(context, []);
  });

  it('takes the contexts of pages', () => {
    // Types alone: there is none in Node.
    const draw = (context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D) =>
      drawFaces(context, faces);
    expect(draw).toBeTypeOf('function');
  });
});

describe('facesToSvg', () => {
  it('is drawn by sharp in the places of the faces', async () => {
    const svg = facesToSvg(faces, { ...size, colours: ['#ff0000', '#0000ff'] });
    const { data, info } = await sharp(Buffer.from(svg))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([200, 100, 4]);
    const at = (x: number, y: number) => [
      ...data.subarray((y * 200 + x) * 4, (y * 200 + x) * 4 + 4),
    ];
    const [red, blue, none] = [
      [255, 0, 0, 255],
      [0, 0, 255, 255],
      [0, 0, 0, 0],
    ];
    expect([at(50, 40), at(20, 65), at(150, 15)]).toEqual([red, red, blue]);
    expect([at(50, 75), at(100, 50)]).toEqual([none, none]);
    expect(at(60, 60)[0]).toBeGreaterThan(200);
  });

  it('takes labels as texts, whatever is in them', async () => {
    const label = () => '<script>"&\'</script>';
    const svg = facesToSvg(faces, { ...size, label, font: '"DejaVu Sans"' });
    expect(svg).toContain(`>&lt;script&gt;&quot;&amp;'&lt;/script&gt;</text>`);
    expect(svg).not.toContain('<script');
    await sharp(Buffer.from(svg)).png().toBuffer();
  });
});
