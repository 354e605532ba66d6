import type { Crop } from './crop.ts';

/** Width and height, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface LetterboxOptions {
  /** `letterbox`, unless told, keeps the photo's proportions; `stretch` fills the canvas with it. */
  readonly fit?: 'letterbox' | 'stretch' | undefined;
  /** How many times wider and higher than it has to be the canvas is; 1 unless told. */
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
 * The crop that fits a whole photo into a network's input; what remains of that is black.
 *
 * @param photo in pixels
 * @param size of the input, in pixels
 */
export function letterbox(
  photo: Size,
  size: Size,
  { fit = 'letterbox', zoom = 1, align = 'centre', sampling = 'centre' }: LetterboxOptions = {},
): Crop {
  const ownX = (photo.width / size.width) * zoom;
  const ownY = (photo.height / size.height) * zoom;
  const common = Math.max(ownX, ownY);
  const [scaleX, scaleY] = fit === 'stretch' ? [ownX, ownY] : [common, common];
  const canvas = { width: scaleX * size.width, height: scaleY * size.height };
  const start = (whole: number, part: number) => (align === 'centre' ? (part - whole) / 2 : 0);
  const shift = (scale: number) => (sampling === 'corner' ? (1 - scale) / 2 : 0);
  const left = start(canvas.width, photo.width);
  const top = start(canvas.height, photo.height);
  return {
    map: { x: [scaleX, 0, left + shift(scaleX)], y: [0, scaleY, top + shift(scaleY)] },
    window: [0, 0, photo.width, photo.height],
    bounds: [left, top, left + canvas.width, top + canvas.height],
  };
}
