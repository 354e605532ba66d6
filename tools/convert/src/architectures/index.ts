import { ageGender } from './age-gender.ts';
import type { Architecture } from './architecture.ts';
import { expression } from './expression.ts';
import { faceRecognition128 } from './face-recognition-128.ts';
import { landmarks68 } from './landmarks-68.ts';
import { landmarks68Tiny } from './landmarks-68-tiny.ts';
import { ssdMobilenetV1 } from './ssd-mobilenet-v1.ts';
import { tinyFaceDetector } from './tiny-face-detector.ts';

/** The networks that can be converted, in the order in which a pipeline runs them. */
export const architectures: readonly Architecture[] = [
  ssdMobilenetV1,
  tinyFaceDetector,
  landmarks68,
  landmarks68Tiny,
  faceRecognition128,
  expression,
  ageGender,
];
