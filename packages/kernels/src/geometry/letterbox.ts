import { type Crop, rotation } from './crop.ts';

/** Width and height, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of a photo, in pixels. */
export interface Region extends Size {
  readonly x: number;
  readonly y: number;
}

export interface LetterboxOptions {
  /** `letterbox`, unless told, keeps the photo's proportions; `stretch` fills the canvas with it. */
  readonly fit?: 'letterbox' | 'stretch' | undefined;
  /** How many times wider and higher than it has to be the canvas is; 1 unless told. */
  readonly zoom?: number;
  /**
   * The part of the photo that is to be seen; all of it unless told. Where the canvas has room, what surrounds it is
   * seen too.
   */
  readonly region?: Region | undefined;
  /** Where the photo lies in the canvas; `centre` unless told. */
  readonly align?: 'start' | 'centre';
  /**
   * Sample positions: `centre` maps pixel centres on pixel centres; `corner` maps the centre of
   * pixel (0, 0) on that of pixel (0, 0), as TensorFlow.js resizes unless told otherwise.
   */
  readonly sampling?: 'centre' | 'corner';
  /**
   * By how many degrees what is to be seen upright is rolled clockwise in the photo; 0 unless told. The
   * canvas holds the whole photo then, too, and has no bounds.
   */
  readonly roll?: number;
}

/**
 * The crop that fits a whole photo into a network's input; what remains of that is black.
 *
 * @param photo in pixels
 * @param size of the input, in pixels
 */
export function letterbox(photo: Size, size: Size, options: LetterboxOptions = {}): Crop {
  const { fit = 'letterbox', zoom = 1, align = 'centre', sampling = 'centre', roll = 0 } = options;
  const { width, height } = photo;
  const { region = { x: 0, y: 0, width, height } } = options;
  const whole = rolledSize(region, roll);
  const ownX = (whole.width / size.width) * zoom;
  const ownY = (whole.height / size.height) * zoom;
  const common = Math.max(ownX, ownY);
  const [scaleX, scaleY] = fit === 'stretch' ? [ownX, ownY] : [common, common];
  const canvas = { width: scaleX * size.width, height: scaleY * size.height };
  const start = (side: number, part: number) => (align === 'centre' ? (part - side) / 2 : 0);
  const shift = (scale: number) => (sampling === 'corner' ? (1 - scale) / 2 : 0);
  const left = region.x + start(canvas.width, whole.width);
  const top = region.y + start(canvas.height, whole.height);
  const [x, y] = [left + shift(scaleX), top + shift(scaleY)];
  const window = [0, 0, width, height] as const;
  if (roll === 0) {
    const bounds = [left, top, left + canvas.width, top + canvas.height] as const;
    return { map: { x: [scaleX, 0, x], y: [0, scaleY, y] }, window, bounds };
  }
  const { cos, sin } = rotation(roll);
  const centre = { x: region.x + region.width / 2, y: region.y + region.height / 2 };
  const [dx, dy] = [x - region.x - whole.width / 2, y - region.y - whole.height / 2];
  return {
    map: {
      x: [cos * scaleX, -sin * scaleY, centre.x + cos * dx - sin * dy],
      y: [sin * scaleX, cos * scaleY, centre.y + sin * dx + cos * dy],
    },
    window,
  };
}

/** What a photo measures where it is seen upright, by how many degrees it may be rolled. */
export function rolledSize({ width, height }: Size, roll: number): Size {
  const { cos, sin } = rotation(roll);
  const side = (along: number, across: number) => Math.abs(cos) * along + Math.abs(sin) * across;
  return { width: side(width, height), height: side(height, width) };
}
