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

/** The aligned face of a data URL; none where it is no picture. */
export async function chipFromUrl(url: string): Promise<ChipImage | undefined> {
  const [, type, base64] = /^data:([^;,]*);base64,(.*)$/.exec(url) ?? [];
  try {
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type }));
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context?.drawImage(image, 0, 0);
    image.close();
    return context?.getImageData(0, 0, width, height);
  } catch {
    return undefined;
  }
}
