import {
  attemptEachFile,
  loadSharp,
  type MarkedFace,
  readMarkedBoxes,
  readPhotoFile,
} from '@facegpu/pipeline/command-line';
import { joinBytes } from '../dataset/chip-set.ts';

/** Photos whose faces were marked by hand, in squares. */
export interface MarkedPhotos {
  /** `[photos, side, side, 4]`, RGBA: each in the upper left corner, the rest black. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each photo its faces, in pixels of its square. */
  readonly faces: readonly (readonly MarkedFace[])[];
}

/**
 * Reads the photos of a list, and reduces them to squares.
 *
 * @param file see `readMarkedBoxes`
 * @param side of the squares, in pixels
 * @param onProblem hears of photos that can't be used
 * @throws FaceGpuError as `readMarkedBoxes` does
 */
export async function readMarkedPhotos(
  file: string,
  side: number,
  onProblem: (message: string) => void,
): Promise<MarkedPhotos> {
  const marked = await readMarkedBoxes(file);
  const sharp = await loadSharp();
  const outcomes = await attemptEachFile(
    [...marked.keys()],
    'reading',
    async (photo) => {
      const image = sharp(await readPhotoFile(photo)).rotate();
      const { width, height } = await image.metadata();
      const scale = side / Math.max(width, height);
      const data = await image
        .resize(side, side, { fit: 'contain', position: 'left top', background: '#000' })
        .ensureAlpha()
        .raw()
        .toBuffer();
      const faces = (marked.get(photo) ?? []).map(({ box, ignored }): MarkedFace => {
        const [x, y] = [box.x * scale, box.y * scale];
        return { box: { x, y, width: box.width * scale, height: box.height * scale }, ignored };
      });
      return { data, faces };
    },
    (photo, { message }) => onProblem(`${photo}: ${message}`),
  );
  const photos = outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : []));
  const bytes = joinBytes(photos.map(({ data }) => data));
  return { bytes, faces: photos.map(({ faces }) => faces) };
}
