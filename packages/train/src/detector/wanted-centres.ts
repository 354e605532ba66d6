import type { Values } from '@facegpu/nn';
import type { MarkedFace } from '@facegpu/pipeline/command-line';
import { centreFocal, maskedL1 } from '../losses/regression.ts';
import type { NetworkBuilder } from '../networks/network-builder.ts';
import { cellPixels, sizeUnit } from './detector-model.ts';

/** Inputs of a detector's loss. */
const inputs = { heights: 'wanted heights', boxes: 'wanted boxes', centres: 'centres' } as const;

/** Of the maps of a batch. */
export interface MapSize {
  readonly count: number;
  /** In cells. */
  readonly side: number;
}

/** How much sizes and offsets count beside the heatmap. */
const boxWeight = 0.5;

/** Faces that are smaller or larger, in pixels of the image, needn't be found. */
const sizes = { least: 7, most: 160 } as const;

/**
 * The loss of a detector: the focal loss of its heatmap, and the absolute error of sizes and offsets at the centres
 * of faces (Zhou 2019).
 *
 * @param outputs heights and boxes of `detectorNetwork`
 */
export function detectorLoss(
  b: NetworkBuilder,
  [heights, boxes]: readonly string[],
  { count, side }: MapSize,
): { readonly loss: string; readonly report: readonly string[] } {
  const input = (name: string, channels: number) => b.input(name, [count, side, side, channels]);
  const focal = centreFocal(b, heights, input(inputs.heights, 1));
  const off = maskedL1(b, boxes, input(inputs.boxes, 4), input(inputs.centres, 1));
  const loss = b.add('add', [focal, b.add('mul', [off, b.scalar(boxWeight)])]);
  return { loss, report: [focal, off] };
}

/**
 * What a detector is to say of a batch: 1 at the centre of a face, and a Gaussian around it as wide as boxes can be
 * shifted that still overlap well (Law 2018, CornerNet). Where a face is ignored nothing counts: heights just below
 * 1 have no weight in the focal loss.
 *
 * @param batch the faces of each image, in its pixels
 */
export function wantedCentres(
  batch: readonly (readonly MarkedFace[])[],
  { count, side }: MapSize,
): Values {
  const heights = new Float32Array(count * side * side);
  const centres = new Float32Array(count * side * side);
  const boxes = new Float32Array(count * side * side * 4);
  for (const [image, faces] of batch.entries()) {
    const first = image * side * side;
    for (const { box, ignored } of faces) {
      const [width, height] = [box.width / cellPixels, box.height / cellPixels];
      const [x, y] = [(box.x + box.width / 2) / cellPixels, (box.y + box.height / 2) / cellPixels];
      const longer = Math.max(box.width, box.height);
      if (ignored || longer < sizes.least || longer > sizes.most) {
        raise(heights, { first, side, x, y, width, height, of: () => 0.999 });
        continue;
      }
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const [right, down] = [column + 0.5, row + 0.5];
      const deviation = [width, height].map((length) => Math.max(0.5, length * 0.14));
      raise(heights, {
        ...{ first, side, x: right, y: down, width, height },
        of: (across, along) => {
          const square = (across / deviation[0]) ** 2 + (along / deviation[1]) ** 2;
          return Math.min(0.999, Math.exp(-square / 2));
        },
      });
      if (column < 0 || row < 0 || column >= side || row >= side) continue;
      const cell = first + row * side + column;
      heights[cell] = 1;
      centres[cell] = 1;
      const logarithm = (length: number) => Math.log(length / sizeUnit);
      boxes.set([logarithm(box.width), logarithm(box.height), x - right, y - down], 4 * cell);
    }
  }
  return { [inputs.heights]: heights, [inputs.boxes]: boxes, [inputs.centres]: centres };
}

interface Hill {
  /** The first cell of the image. */
  readonly first: number;
  readonly side: number;
  /** Its middle and its extent, in cells. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** How high it is so many cells from the middle. */
  of(across: number, along: number): number;
}

/** Raises cells to what a hill is there, where they aren't higher. */
function raise(heights: Float32Array, { first, side, x, y, width, height, of }: Hill): void {
  const within = (value: number) => Math.min(side, Math.max(0, value));
  const [left, right] = [within(Math.floor(x - width / 2)), within(Math.ceil(x + width / 2))];
  const [top, bottom] = [within(Math.floor(y - height / 2)), within(Math.ceil(y + height / 2))];
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const cell = first + row * side + column;
      heights[cell] = Math.max(heights[cell], of(column + 0.5 - x, row + 0.5 - y));
    }
  }
}
