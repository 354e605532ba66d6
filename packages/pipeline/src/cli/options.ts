import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PipelineOptions } from '../api/options.ts';

/** A number from `low` to `high`. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      Number.isFinite(high)
        ? `Give a number from ${low} to ${high}.`
        : `Give a number from ${low}.`,
    );
  };
}

/** A whole number from `low` to `high`. */
export function wholeBetween(low: number, high: number): (text: string) => number {
  const parse = numberBetween(low, high);
  return (text) => {
    const value = parse(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('Give a whole number.');
  };
}

/** Any number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number.');
}

export const jsonOption = () => new Option('--json', 'print JSON instead of text');

export const detectorOption = () =>
  new Option('--detector <model>', 'what finds faces: ssd, tiny, or a model file');

export const minScoreOption = () =>
  new Option('--min-score <score>', 'leave out faces that the detector is less sure of')
    .argParser(numberBetween(0, 1))
    .default(0.3);

export const landmarkerOption = () =>
  new Option(
    '--landmarker <model>',
    'what finds landmarks: a name, a file, or none: the keypoints of the detector',
  );

/** Adds the photos, and the options of all commands that find faces in them. */
export function addFindFacesOptions(command: Command): Command {
  return command
    .argument('[photos...]', 'files, folders, patterns such as "2024/*.jpg", or - for stdin')
    .option(
      '--files <list>',
      'also those that this file names, a line each, or with NUL between them; - is stdin',
    )
    .option('--recursive', 'also look into the folders of folders')
    .addOption(jsonOption())
    .addOption(new Option('--jsonl', 'print a line of JSON for each photo').conflicts('json'))
    .option('--resume <file>', 'keep results there, and find no faces anew of photos that it has')
    .option('--out <dir>', 'write annotated pictures and aligned chips there')
    .addOption(detectorOption().default('ssd'))
    .addOption(landmarkerOption())
    .option('--recognizer <model>', 'what makes descriptors: a name or a file')
    .addOption(minScoreOption())
    .option('--attributes', 'also guess expression, age and gender');
}

/** Models as options name them. */
export interface ModelOptions {
  readonly detector?: string;
  /** `none` leaves it to the detector's keypoints. */
  readonly landmarker?: string;
}

/** The same for a pipeline. */
export function modelsOf({
  detector,
  landmarker,
}: ModelOptions): Pick<PipelineOptions, 'detector' | 'landmarker'> {
  return {
    ...(detector !== undefined && { detector }),
    ...(landmarker !== undefined && { landmarker: landmarker === 'none' ? false : landmarker }),
  };
}
