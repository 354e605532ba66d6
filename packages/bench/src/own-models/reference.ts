/** A face as plain loops decode it, in pixels of a network's input. */
export interface DecodedFace {
  /** Left, top, right, bottom. */
  readonly box: readonly number[];
  readonly score: number;
  /** x and y of each keypoint. */
  readonly points: readonly number[];
}

type Outputs = readonly Float32Array[];

/** All that a detector proposes, of its outputs in the order of its graph. */
type Decode = (outputs: Outputs, width: number, height: number) => DecodedFace[];

const strides = [8, 16, 32];

const yunet: Decode = (outputs, width, height) =>
  strides.flatMap((stride, level) => {
    const [scores, objectness, boxes, points] = [0, 3, 6, 9].map((first) => outputs[first + level]);
    return cells(width, height, stride).map(([x, y], i) => {
      const [dx, dy, dw, dh] = boxes.subarray(4 * i);
      const [cx, cy] = [(x + dx) * stride, (y + dy) * stride];
      const [w, h] = [Math.exp(dw) * stride, Math.exp(dh) * stride];
      return {
        box: [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2],
        score: scores[i] * objectness[i],
        points: pointsAt(points, i, x, y, stride),
      };
    });
  });

const scrfd: Decode = (outputs, width, height) =>
  strides.flatMap((stride, level) => {
    const [scores, boxes, points] = [0, 3, 6].map((first) => outputs[first + level]);
    const twice = cells(width, height, stride).flatMap((cell) => [cell, cell]);
    return twice.map(([x, y], i) => {
      const [left, top, right, bottom] = boxes.subarray(4 * i);
      return {
        box: [x - left, y - top, x + right, y + bottom].map((distance) => distance * stride),
        score: scores[i],
        points: pointsAt(points, i, x, y, stride),
      };
    });
  });

const ultraface: Decode = ([scores, boxes], width, height) =>
  Array.from({ length: scores.length / 2 }, (_, i) => {
    const [left, top, right, bottom] = boxes.subarray(4 * i);
    const box = [left * width, top * height, right * width, bottom * height];
    return { box, score: scores[2 * i + 1], points: [] };
  });

/** By the names of descriptions in `examples/models`, and of a shipped model. */
export const decoders: Readonly<Record<string, Decode>> = {
  yunet,
  'yunet-dynamic': yunet,
  scrfd,
  'ultraface-rfb-320': ultraface,
};

/** Greedy non-maximum suppression, the best face first. */
export function suppressed(
  faces: readonly DecodedFace[],
  leastScore: number,
  most: number,
): DecodedFace[] {
  const kept: DecodedFace[] = [];
  const sure = faces.filter(({ score }) => score > leastScore);
  for (const face of sure.sort((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => overlap(box, face.box) <= most)) kept.push(face);
  }
  return kept;
}

/** Intersection over union. */
export function overlap(a: readonly number[], b: readonly number[]): number {
  const area = ([left, top, right, bottom]: readonly number[]) =>
    Math.max(right - left, 0) * Math.max(bottom - top, 0);
  const shared = area([
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ]);
  return shared / (area(a) + area(b) - shared);
}

/** Columns and rows of the cells of a feature map, row by row. */
function cells(width: number, height: number, stride: number): (readonly [number, number])[] {
  const columns = Math.ceil(width / stride);
  return Array.from({ length: columns * Math.ceil(height / stride) }, (_, i) => {
    return [i % columns, Math.floor(i / columns)] as const;
  });
}

function pointsAt(values: Float32Array, row: number, x: number, y: number, stride: number) {
  const own = [...values.subarray(10 * row, 10 * row + 10)];
  return own.map((value, i) => (value + (i % 2 === 0 ? x : y)) * stride);
}
