import type { Crop } from './crop.ts';

/** Width and height, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface LetterboxOptions {
  /** How many times wider and higher than the photo's square the canvas is; 1 unless told. */
  readonly zoom?: number;
  /** Where the photo lies in the canvas; `centre` unless told. */
  readonly align?: 'start' | 'centre';
  /**
   * Sample positions: `centre` maps pixel centres on pixel centres; `corner` maps the centre of
   * pixel (0, 0) on that of pixel (0, 0), as TensorFlow.js resizes unless told otherwise.
   */
  readonly sampling?: 'centre' | 'corner';
}

/**
 * The crop that fits a whole photo into a square network input without changing its proportions; the
 * rest of the square is black.
 *
 * @param photo in pixels
 * @param size of the input's side, in pixels
 */
export function letterbox(
  photo: Size,
  size: number,
  { zoom = 1, align = 'centre', sampling = 'centre' }: LetterboxOptions = {},
): Crop {
  const side = Math.max(photo.width, photo.height) * zoom;
  const scale = side / size;
  const margin = (extent: number) => (align === 'centre' ? (side - extent) / 2 : 0);
  const shift = sampling === 'corner' ? (1 - scale) / 2 : 0;
  const left = -margin(photo.width);
  const top = -margin(photo.height);
  return {
    map: { x: [scale, 0, left + shift], y: [0, scale, top + shift] },
    window: [0, 0, photo.width, photo.height],
    bounds: [left, top, left + side, top + side],
  };
}
