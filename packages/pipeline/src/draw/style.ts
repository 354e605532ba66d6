import type { PartialFace, Point } from '../api/face.ts';

/** How faces are drawn. */
export interface DrawOptions<F extends PartialFace = PartialFace> {
  /** Whether boxes are drawn; true. */
  readonly boxes?: boolean;
  /** Whether landmarks are, or the detector's keypoints where there are none; true. */
  readonly points?: boolean;
  /** What stands at a face, a name perhaps; nothing unless told. */
  readonly label?: (face: F, index: number) => string | undefined;
  /** CSS colours of the faces in turn: bright ones, unless told. */
  readonly colours?: readonly string[];
  /** Half of a box's line, in pixels: a 600th of the picture's longer side, at least 1, unless told. */
  readonly unit?: number;
  /** CSS font family of labels; `sans-serif`. */
  readonly font?: string;
}

/** A colour for each face in turn, bright enough for any photo. */
export const brightColours = ['#3ddc84', '#ffb703', '#4cc9f0', '#ff5d8f', '#c77dff', '#f9f871'];

/** What is drawn around lines, so that they stand out on any photo. */
export const shade = '#00000088';
export const labelInk = '#101418';

/** A face as it is drawn. */
export interface Drawing {
  readonly colour: string;
  readonly box: PartialFace['box'] | undefined;
  readonly points: readonly Point[];
  readonly label: string | undefined;
}

/** What is to be drawn of each face, and how large. */
export function drawingsOf<F extends PartialFace>(
  faces: readonly F[],
  { width, height }: { readonly width: number; readonly height: number },
  options: DrawOptions<F>,
): { readonly unit: number; readonly drawings: readonly Drawing[] } {
  const { boxes = true, points = true, label, colours = brightColours } = options;
  const { unit = Math.max(1, Math.max(width, height) / 600) } = options;
  const drawings = faces.map((face, i): Drawing => {
    return {
      colour: colours[i % colours.length] ?? brightColours[0],
      box: boxes ? face.box : undefined,
      points: points ? (face.landmarks ?? face.keypoints ?? []) : [],
      label: label?.(face, i),
    };
  });
  return { unit, drawings };
}
