import type { Face, Match } from '@facegpu/pipeline';
import type { StageTimes } from './pipeline.ts';

/** A face, and the people that it is nearest to, the nearest first. */
export interface SeenFace {
  readonly face: Face;
  matches: readonly Match[];
}

/** What was found in a photo or in a frame of the webcam. */
export interface Scene {
  /** From left to right. */
  readonly faces: readonly SeenFace[];
  readonly times: StageTimes;
  /** Whether faces were asked for age, gender and expression. */
  readonly hasTraits: boolean;
}

/** A photo of the film strip. */
export interface Photo {
  readonly name: string;
  readonly file: Blob;
  status: 'waiting' | 'working' | 'done' | 'failed' | 'skipped';
  scene?: Scene;
  error?: unknown;
}

export function createPhoto(file: Blob, name: string): Photo {
  return { name, file, status: 'waiting' };
}

/** The person that a face shows at this threshold, if any. */
export function bestMatch({ matches }: SeenFace, threshold: number): Match | undefined {
  const [best] = matches;
  return best && best.distance < threshold ? best : undefined;
}

/** Whether a photo shows a person at this threshold. */
export function isPhotoOf({ scene }: Photo, name: string, threshold: number): boolean {
  return scene?.faces.some((seen) => bestMatch(seen, threshold)?.name === name) ?? false;
}
