import type { ChipImage, Face } from '../api/face.ts';
import type { Detection } from '../api/options.ts';
import { facesToSvg } from '../draw/svg.ts';
import { scaleFaces } from '../faces/scale.ts';
import { loadSharp } from '../platform/sharp.ts';

/** What a page shows of a face. */
export interface FacePicture {
  /** The part of the photo around the face, as an address with the picture itself. */
  readonly photo: string;
  /** Box and landmarks as SVG, to lie over it. */
  readonly overlay: string;
  /** The aligned face, as such an address. */
  readonly chip: string;
}

/** Side of the pictures, in pixels. */
const side = 160;

/** How many times the box's longer side is shown of the photo. */
const around = 1.7;

/** @param found with `pixels`, the face with a chip */
export async function pictureOf(face: Face, found: Detection): Promise<FacePicture> {
  const { pixels } = found;
  const { x, y, width, height } = face.box;
  const wanted = Math.max(width, height) * around;
  const extent = Math.min(wanted, found.width, found.height);
  const left = within(x + width / 2 - extent / 2, found.width - extent);
  const top = within(y + height / 2 - extent / 2, found.height - extent);
  const [moved] = scaleFaces(
    [shifted(face, -left, -top)],
    { width: extent, height: extent },
    { width: side, height: side },
  );
  const overlay = facesToSvg([moved], { width: side, height: side });
  const scale = pixels ? pixels.width / found.width : 1;
  return {
    photo: pixels ? await encode(pixels, { left, top, extent }, scale) : '',
    overlay,
    chip: face.chip ? await encode(face.chip) : '',
  };
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** A face in a part of its photo. */
function shifted({ box, landmarks, score }: Face, dx: number, dy: number) {
  return {
    score,
    box: { ...box, x: box.x + dx, y: box.y + dy },
    landmarks: landmarks.map(([x, y]) => [x + dx, y + dy] as const),
  };
}

interface Part {
  readonly left: number;
  readonly top: number;
  readonly extent: number;
}

async function encode(
  {
    data,
    width,
    height,
  }: Pick<ChipImage, 'width' | 'height'> & { readonly data: ArrayLike<number> },
  part: Part = { left: 0, top: 0, extent: Math.min(width, height) },
  scale = 1,
): Promise<string> {
  const sharp = await loadSharp();
  const [left, top] = [part.left, part.top].map((value) => Math.floor(value * scale));
  const extent = Math.max(1, Math.floor(part.extent * scale));
  const bytes = await sharp(Uint8Array.from(data), { raw: { width, height, channels: 4 } })
    .extract({
      left,
      top,
      width: Math.min(extent, width - left),
      height: Math.min(extent, height - top),
    })
    .resize(side, side, { fit: 'fill' })
    .removeAlpha()
    .jpeg({ quality: 85 })
    .toBuffer();
  return `data:image/jpeg;base64,${bytes.toString('base64')}`;
}
