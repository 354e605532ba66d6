import type { Device } from '@facegpu/kernels';
import type { Point } from '@facegpu/pipeline';
import {
  attemptEachFile,
  readMarkedLandmarks,
  readPhotoFile,
} from '@facegpu/pipeline/command-line';
import { markedOrder } from '@facegpu/pipeline/evaluate';
import { decodePhoto } from '@facegpu/pipeline/photos';
import { beforeMap } from '../augment/augmented-points.ts';
import { ChipCutter } from '../dataset/chip-cutter.ts';
import { joinBytes, pickChips } from '../dataset/chip-set.ts';
import type { ChipSpec } from '../dataset/chip-spec.ts';
import { splitNumbers } from '../dataset/split.ts';

/** Chips of faces whose landmarks were marked by hand. */
export interface MarkedFaces {
  /** `[faces, side, side, 4]`, RGBA; the side is that of a chip with its margin. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of each face its 68 landmarks in iBUG's order, in pixels of its chip. */
  readonly points: readonly (readonly Point[])[];
}

/**
 * Cuts chips of the photos of a list, aligned by their marked landmarks.
 *
 * @param file see `readMarkedLandmarks`
 * @param onProblem hears of photos that can't be used
 * @throws FaceGpuError as `readMarkedLandmarks` does; `out-of-memory`
 */
export async function cutMarkedFaces(
  device: Device,
  file: string,
  spec: ChipSpec,
  onProblem: (message: string) => void,
): Promise<MarkedFaces> {
  const marked = await readMarkedLandmarks(file);
  const cutter = await ChipCutter.create(device, spec, markedOrder);
  try {
    const outcomes = await attemptEachFile(
      [...marked.keys()],
      'cutting',
      async (photo) => {
        const places = marked.get(photo) ?? [];
        const decoded = await decodePhoto(await readPhotoFile(photo), device);
        const { data, map } = await cutter.cut(decoded, places);
        return { data, points: places.map((place) => beforeMap(map, place)) };
      },
      (photo, { message }) => onProblem(`${photo}: ${message}`),
    );
    const faces = outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : []));
    const bytes = joinBytes(faces.map(({ data }) => data));
    return { bytes, points: faces.map(({ points }) => points) };
  } finally {
    cutter.dispose();
  }
}

/**
 * Splits faces: a share of them, drawn by a seed, is held out.
 *
 * @returns `train` and `held`, in no order
 */
export function holdFaces(
  { bytes, points }: MarkedFaces,
  spec: ChipSpec,
  options: { readonly share: number; readonly seed: number },
): { readonly train: MarkedFaces; readonly held: MarkedFaces } {
  const { train, held } = splitNumbers(points.length, options);
  const some = (faces: readonly number[]): MarkedFaces => ({
    bytes: pickChips(bytes, spec, faces),
    points: faces.map((face) => points[face]),
  });
  return { train: some(train), held: some(held) };
}
