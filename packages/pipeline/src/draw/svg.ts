import type { PartialFace } from '../api/face.ts';
import { type DrawOptions, drawingsOf, shade } from './style.ts';

/** An SVG picture of faces, and the size of the photo that it lies over, in pixels. */
export interface SvgOptions<F extends PartialFace = PartialFace> extends DrawOptions<F> {
  readonly width: number;
  readonly height: number;
}

/**
 * Boxes, points and labels of faces as the text of an SVG picture, as large as the photo: to lie over that in
 * a page, or to be drawn on it, as by sharp: `composite([{ input: Buffer.from(svg) }])`.
 */
export function facesToSvg<F extends PartialFace>(
  faces: readonly F[],
  options: SvgOptions<F>,
): string {
  const { width, height, font = 'sans-serif' } = options;
  const { unit, drawings } = drawingsOf(faces, options, options);
  const size = 7 * unit + 5;
  const shapes = drawings.flatMap(({ colour, box, points }) => {
    const fill = escapeXml(colour);
    const place =
      box &&
      `x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${3 * unit}" fill="none"`;
    return [
      ...(place
        ? [
            `<rect ${place} stroke="${shade}" stroke-width="${3.5 * unit}"/>`,
            `<rect ${place} stroke="${fill}" stroke-width="${2 * unit}"/>`,
          ]
        : []),
      ...points.map(([x, y]) => {
        return `<circle cx="${x}" cy="${y}" r="${unit}" fill="${fill}" stroke="${shade}" stroke-width="${unit / 4}"/>`;
      }),
    ];
  });
  const labels = drawings.map(({ colour, label }, i) => {
    if (!label) return '';
    const { x, y, height } = faces[i].box;
    const above = y - size / 2;
    const base = above < size ? y + height + 1.5 * size : above;
    // The outline stands for a background: how wide a text is, is known where it is drawn.
    const style = `font-family="${escapeXml(font)}" font-size="${size}" fill="${escapeXml(colour)}"`;
    return `<text x="${Math.max(0, x)}" y="${base}" ${style} stroke="${shade}" stroke-width="${size / 4}" paint-order="stroke">${escapeXml(label)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[...shapes, ...labels].join('')}</svg>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** A text from outside, which says nothing to the reader of the SVG. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign]);
}
