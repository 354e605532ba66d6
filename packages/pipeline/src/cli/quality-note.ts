import type { Quality } from '../api/face.ts';
import { qualityFlaws } from '../quality/flaws.ts';
import { note } from './report.ts';

/** Says what is wrong with a portrait, and whether it is enrolled all the same; nothing of a good one. */
export function noteQuality(file: string, quality: Quality, isEnrolled: boolean): void {
  const flaws = qualityFlaws(quality);
  if (isEnrolled && flaws.length === 0) return;
  const words = [`quality ${quality.score.toFixed(2)}`, ...flaws].join(', ');
  note(`${file}: ${words}: ${isEnrolled ? 'another photo would be better' : 'it is not enrolled'}`);
}
