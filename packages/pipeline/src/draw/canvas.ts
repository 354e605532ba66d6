import type { PartialFace } from '../api/face.ts';
import { type DrawOptions, drawingsOf, labelInk, shade } from './style.ts';

/** What of a 2-D context is used: those of pages, of `OffscreenCanvas` and of canvases for Node have it. */
export type DrawingContext = Pick<
  CanvasRenderingContext2D,
  | 'save'
  | 'restore'
  | 'strokeRect'
  | 'fillRect'
  | 'beginPath'
  | 'arc'
  | 'fill'
  | 'stroke'
  | 'fillText'
  | 'measureText'
  | 'lineWidth'
  | 'font'
  | 'textBaseline'
> & {
  fillStyle: unknown;
  strokeStyle: unknown;
  readonly canvas: { readonly width: number; readonly height: number };
};

/**
 * Draws boxes, points and labels of faces over a picture, in the pixels of the canvas: where that is not as
 * large as the photo, `scaleFaces` comes first. The context is left as it was.
 */
export function drawFaces<F extends PartialFace>(
  context: DrawingContext,
  faces: readonly F[],
  options: DrawOptions<F> = {},
): void {
  const { canvas } = context;
  const { unit, drawings } = drawingsOf(faces, canvas, options);
  const size = 7 * unit + 5;
  context.save();
  context.font = `${size}px ${options.font ?? 'sans-serif'}`;
  context.textBaseline = 'top';
  for (const { colour, box, points } of drawings) {
    if (box) {
      for (const [style, width] of [[shade, 3.5 * unit] as const, [colour, 2 * unit] as const]) {
        context.strokeStyle = style;
        context.lineWidth = width;
        context.strokeRect(box.x, box.y, box.width, box.height);
      }
    }
    context.fillStyle = colour;
    context.strokeStyle = shade;
    context.lineWidth = unit / 4;
    for (const [x, y] of points) {
      context.beginPath();
      context.arc(x, y, unit, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
  // Labels lie over all boxes.
  for (const [i, { colour, label }] of drawings.entries()) {
    if (!label) continue;
    const { box } = faces[i];
    const pad = size / 4;
    const [width, height] = [context.measureText(label).width + 2 * pad, size + 2 * pad];
    const above = box.y - height - pad;
    const y = above < 0 ? box.y + box.height + pad : above;
    const left = Math.max(0, Math.min(box.x, canvas.width - width));
    const top = Math.max(0, Math.min(y, canvas.height - height));
    context.fillStyle = colour;
    context.fillRect(left, top, width, height);
    context.fillStyle = labelInk;
    context.fillText(label, left + pad, top + pad);
  }
  context.restore();
}
