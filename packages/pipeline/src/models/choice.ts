import type { Model } from '@facegpu/nn';
import { platform } from '#platform';

/**
 * Which model to use: a short name (`ssd`, `tiny`, `ultraface`, `arcface`, `dlib`), the name of a file in the folder of
 * models, without its ending, the path or the URL of a file anywhere, or a loaded one.
 */
export type ModelChoice = string | URL | Model;

/** The default models, by what the pipeline needs them for. */
export const modelNames = {
  ssd: 'ssd-mobilenet-v1',
  tiny: 'tiny-face-detector',
  ultraface: 'ultraface-rfb-320',
  landmarks: 'landmarks-68',
  arcface: 'arcface-mobilefacenet',
  dlib: 'face-recognition-128',
  expression: 'expression',
  ageGender: 'age-gender',
} as const;

/** Short names that options and the command line have for models that come with the library. */
const shortNames = new Map<string, string>([
  ['ssd', modelNames.ssd],
  ['tiny', modelNames.tiny],
  ['ultraface', modelNames.ultraface],
  ['arcface', modelNames.arcface],
  ['dlib', modelNames.dlib],
]);

/** Where a model's file is: its name in the folder of models, or an address of its own. */
export function placeOf(choice: string | URL): string | URL {
  if (typeof choice !== 'string') return choice;
  return shortNames.get(choice) ?? (isAddress(choice) ? platform.toAddress(choice) : choice);
}

/** What a model that was chosen is called by whoever asks: the short name where it has one. */
export function nameOf({ metadata }: Model): string {
  const short = [...shortNames].find(([, name]) => name === metadata.name);
  return short ? short[0] : metadata.name;
}

/** Whether a text is a path or a URL rather than a name. */
export function isAddress(choice: string): boolean {
  return /[/\\]|\.safetensors$/i.test(choice);
}
