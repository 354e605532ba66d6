import { badImage } from '../photo/photo.ts';

/** A canvas whose pixels are to be read. */
export function canvasContext(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context) return context;
  throw badImage('the browser gives no 2-D canvas', 'Close other tabs and try again.');
}
