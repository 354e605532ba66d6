import { FaceGpuError } from '@facegpu/kernels';
import type { PartialFace, Point } from '../../api/face.ts';
import {
  commonPoints,
  landmarkError,
  markedOrder,
  summarizeErrors,
} from '../../evaluate/landmark-error.ts';
import { readMarkedLandmarks } from '../../evaluate/marked-landmarks.ts';
import { upperMedian } from '../../evaluate/median.ts';
import { FacePipeline } from '../../pipeline.ts';
import { sortOut, tryEachFile } from '../files.ts';
import { type ModelOptions, modelsOf } from '../options.ts';
import { countAndNames, printJson, printText } from '../report.ts';

export interface EvaluateLandmarksOptions extends ModelOptions {
  readonly json?: boolean;
  readonly minScore: number;
}

/** `facegpu evaluate --landmarks`: how far the landmarks of faces are from those that people have marked. */
export async function evaluateLandmarks(
  file: string,
  { json, minScore, ...models }: EvaluateLandmarksOptions,
): Promise<void> {
  const marked = await readMarkedLandmarks(file);
  await using pipeline = await FacePipeline.create(modelsOf(models));
  const { adapter, detector, landmarker, landmarkOrder: order } = pipeline.info;
  const name = landmarker === 'none' ? `keypoints of ${detector}` : landmarker;
  const common = commonPoints(order, markedOrder);
  if (!common) {
    throw new FaceGpuError(
      'bad-model',
      `${name} has landmarks in the order ${order}, which have nothing to do with ${markedOrder}`,
      'Take a landmarker whose order leads to it.',
    );
  }
  const milliseconds: number[] = [];
  const outcomes = await tryEachFile([...marked.keys()], 'landmarking', async (photo) => {
    const points = marked.get(photo) ?? [];
    const wanted = { minScore, descriptors: false, timings: true } as const;
    const { faces, timings } = await pipeline.detectIn(photo, wanted);
    const { landmark } = timings?.stages ?? {};
    if (landmark !== undefined && faces.length > 0) milliseconds.push(landmark);
    const landmarks = faceOf(faces, points)?.landmarks;
    return landmarks ? landmarkError(landmarks, points, common) : Number.POSITIVE_INFINITY;
  });
  const { entries, unreadable } = sortOut(outcomes);
  const errors = entries.map(({ result }) => result);
  const missed = entries.filter(({ result }) => !Number.isFinite(result)).map(({ file }) => file);
  const measured = {
    landmarker: name,
    order,
    adapter: adapter.name,
    photos: errors.length,
    missed,
    unreadable,
    points: common.found.length,
    ...summarizeErrors(errors),
    milliseconds: upperMedian(milliseconds),
  };
  if (json) printJson(measured);
  else printText(toText(measured));
}

/** The face whose box has the middle of the marked points in it; the most certain one of several. */
function faceOf(faces: readonly PartialFace[], marked: readonly Point[]): PartialFace | undefined {
  const middle = ([0, 1] as const).map((axis) => {
    return marked.reduce((sum, point) => sum + point[axis], 0) / marked.length;
  });
  return faces.find(({ box: { x, y, width, height } }) => {
    const [cx, cy] = middle;
    return cx >= x && cx < x + width && cy >= y && cy < y + height;
  });
}

function toText(measured: {
  readonly landmarker: string;
  readonly order: string;
  readonly photos: number;
  readonly missed: readonly string[];
  readonly unreadable: readonly string[];
  readonly points: number;
  readonly nme: number;
  readonly median: number;
  readonly failed: number;
  readonly milliseconds: number | undefined;
}): string {
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
  const { photos, missed, milliseconds } = measured;
  const rows: [string, string][] = [
    ['landmarker', `${measured.landmarker} (${measured.order})`],
    ['photos', String(photos)],
    ['photos without the face', countAndNames(missed)],
    ['unreadable', [measured.unreadable.length, ...measured.unreadable].join(' ')],
    ['points compared', String(measured.points)],
    ['normalised mean error', percent(measured.nme)],
    ['median', percent(measured.median)],
    ['not found, or above 10 %', percent(measured.failed)],
    [
      'time of two passes',
      milliseconds === undefined ? 'no clock' : `${milliseconds.toFixed(1)} ms`,
    ],
  ];
  return rows.map(([name, value]) => name.padEnd(26) + value).join('\n');
}
