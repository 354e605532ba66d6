import type { FaceRecord } from '../dataset/face-record.ts';
import { medianOf } from '../dataset/report/spread.ts';

/** What is wrong with a face as a picture, in words, for a data set's usual sharpness. */
export type QualityCheck = (face: FaceRecord) => string[];

/** Faces with a longer side of fewer pixels have nothing left to recognise. */
const smallest = 32;
/** Mean luma outside this leaves no shades. */
const darkest = 0.12;
const brightest = 0.92;
/** Degrees from which half of the face is hidden. */
const mostYaw = 60;
/** How many robust deviations below the median a face counts as blurred. */
const blurDeviations = 3;
/** Sets that are sharper in unison have no blurred faces for that. */
const leastSpread = 0.2;
/** Fewer faces don't say what is usual. */
const fewest = 20;

/** A check that knows how sharp the faces of a set are: what is blurred is so beside them. */
export function checkQuality(faces: readonly FaceRecord[]): QualityCheck {
  const blurred = blurLimit(faces);
  return ({ box, sharpness, brightness, pose }) => {
    const side = Math.max(box.width, box.height);
    const flaws: [boolean, string][] = [
      [side < smallest, `the face is ${Math.round(side)} pixels large`],
      [
        sharpness < blurred,
        `its sharpness is ${sharpness.toFixed(0)}, below ${blurred.toFixed(0)}`,
      ],
      [brightness < darkest, `it is dark: ${percent(brightness)}`],
      [brightness > brightest, `it is bright: ${percent(brightness)}`],
      [
        pose !== undefined && Math.abs(pose.yaw) > mostYaw,
        `it is turned by ${Math.abs(pose?.yaw ?? 0).toFixed(0)}°`,
      ],
    ];
    return flaws.flatMap(([applies, words]) => (applies ? [words] : []));
  };
}

/** Median less some deviations (1.4826 of the median absolute one), of the logarithms. */
function blurLimit(faces: readonly FaceRecord[]): number {
  if (faces.length < fewest) return 0;
  const logs = faces.map(({ sharpness }) => Math.log(Math.max(sharpness, 1e-3)));
  const middle = medianOf(logs);
  const measured = 1.4826 * medianOf(logs.map((value) => Math.abs(value - middle)));
  const spread = Math.max(leastSpread, measured);
  return Math.exp(middle - blurDeviations * spread);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
