import type { ChipImage } from '@facegpu/pipeline';
import { make } from './dom.ts';

/** An aligned face as a picture of the page. */
export function chipCanvas({ width, height, data }: ChipImage): HTMLCanvasElement {
  const canvas = make('canvas', { width, height, className: 'chip' });
  canvas.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  return canvas;
}

/** An aligned face as a data URL, small enough to keep. */
export function chipUrl(chip: ChipImage): string {
  return chipCanvas(chip).toDataURL('image/jpeg', 0.9);
}
