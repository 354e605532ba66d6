import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AlignmentWay, alignmentWays } from '../align/way.ts';
import type { DetectOptions, PipelineOptions } from '../api/options.ts';

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
  new Option('--detector <model>', 'what finds faces: ssd, tiny, ultraface, or a model file');

export const minScoreOption = () =>
  new Option('--min-score <score>', 'leave out faces that the detector is less sure of')
    .argParser(numberBetween(0, 1))
    .default(0.3);

export const uprightOption = () =>
  new Option('--upright', 'photos are upright: look at none turned where no face is sure');

export const tilesOption = () =>
  new Option('--tiles', 'look at parts of photos, too, for faces that are small in them');

export const landmarkerOption = () =>
  new Option(
    '--landmarker <model>',
    'what finds landmarks: a name, a file, or none: the keypoints of the detector',
  );

export const recognizerOption = () =>
  new Option('--recognizer <model>', 'what makes descriptors: a name or a file');

export const thresholdOption = (what: string) =>
  new Option('--threshold <distance>', what).argParser(numberBetween(0, Number.POSITIVE_INFINITY));

export const compatOption = () =>
  new Option('--compat <library>', 'cut faces as that library does').choices(['face-api']);

/** Adds when a face is given a name. */
export function addNamingOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--false-names <share>',
        'how many of a hundred strangers may be given a name, as a share: 0.01 is one',
      ).argParser(numberBetween(1e-9, 1)),
    )
    .addOption(thresholdOption('name a face only below this distance').conflicts('falseNames'));
}

/** How descriptors are made: those that are made in another way mean nothing to them, nor does a calibration. */
export interface RecognitionOptions {
  readonly recognizer?: string;
  readonly mirror?: boolean;
  readonly alignment?: AlignmentWay;
}

/** Adds {@link RecognitionOptions}. */
export function addRecognitionOptions(command: Command, recognizer = recognizerOption()): Command {
  return command
    .addOption(recognizer)
    .option('--mirror', 'average each descriptor with that of the mirrored chip')
    .addOption(
      new Option(
        '--alignment <way>',
        'how faces are aligned for recognition: as they are, seen from the front, or the mean of both',
      ).choices(alignmentWays),
    );
}

/** The same for a pipeline. */
export function recognitionOf({
  recognizer,
  mirror,
  alignment,
}: RecognitionOptions): Pick<PipelineOptions, 'alignment' | 'mirror' | 'recognizer'> {
  return {
    ...(recognizer !== undefined && { recognizer }),
    ...(mirror && { mirror }),
    ...(alignment && { alignment }),
  };
}

export const serveOption = () =>
  new Option(
    '--serve [port]',
    'show the page on this machine, and save decisions at once',
  ).argParser(wholeBetween(0, 65535));

export const minQualityOption = () =>
  new Option(
    '--min-quality <score>',
    'enrol no portrait of a lower quality, from 0 to 1; flaws are said in any case',
  ).argParser(numberBetween(0, 1));

/** Which of the faces that a detector finds are wanted. */
export interface WantedFacesOptions {
  readonly minScore: number;
  readonly minSize?: number;
  readonly maxFaces?: number;
  readonly iou?: number;
  readonly upright?: boolean;
  readonly tiles?: boolean;
}

/** Adds {@link WantedFacesOptions}. */
export function addWantedFacesOptions(command: Command): Command {
  return command
    .addOption(minScoreOption())
    .addOption(
      new Option('--min-size <pixels>', 'leave out faces that are less wide or high').argParser(
        numberBetween(0, Number.POSITIVE_INFINITY),
      ),
    )
    .addOption(
      new Option(
        '--max-faces <count>',
        'the most faces of a photo, the most certain ones',
      ).argParser(wholeBetween(1, Number.MAX_SAFE_INTEGER)),
    )
    .addOption(
      new Option('--iou <share>', 'how much the boxes of two faces may overlap').argParser(
        numberBetween(0, 1),
      ),
    )
    .addOption(uprightOption())
    .addOption(tilesOption());
}

/** The same for `detect`. */
export function wantedFacesOf({
  minScore,
  minSize,
  maxFaces,
  iou,
  upright,
  tiles,
}: WantedFacesOptions): Pick<
  DetectOptions,
  'minScore' | 'minSize' | 'maxFaces' | 'iouThreshold' | 'upright' | 'tiles'
> {
  return {
    minScore,
    ...(minSize !== undefined && { minSize }),
    ...(maxFaces !== undefined && { maxFaces }),
    ...(iou !== undefined && { iouThreshold: iou }),
    ...(upright && { upright }),
    ...(tiles && { tiles }),
  };
}

/**
 * Adds the photos, and the options of all commands that find faces in them.
 *
 * @param printed whether what is found is kept and shown, too
 */
export function addFindFacesOptions(command: Command, printed = true): Command {
  const found = command
    .argument('[photos...]', 'files, folders, patterns such as "2024/*.jpg", or - for stdin')
    .option(
      '--files <list>',
      'also those that this file names, a line each, or with NUL between them; - is stdin',
    )
    .option('--recursive', 'also look into the folders of folders')
    .addOption(jsonOption())
    .addOption(new Option('--jsonl', 'print a line of JSON for each photo').conflicts('json'))
    .addOption(detectorOption().default('ssd'))
    .addOption(landmarkerOption())
    .option('--lenient', 'of damaged files, take what can be decoded')
    .addOption(
      new Option(
        '--max-megapixels <millions>',
        'refuse photos of more pixels; 268 unless told',
      ).argParser(numberBetween(0, Number.POSITIVE_INFINITY)),
    );
  if (printed) {
    found
      .option('--resume <file>', 'keep results there, and find no faces anew of photos that it has')
      .option('--out <dir>', 'write annotated pictures and aligned chips there')
      .option('--attributes', 'also guess expression, age and gender');
  }
  return addWantedFacesOptions(addRecognitionOptions(found));
}

/** What photos are taken. */
export interface DecodeOptions {
  readonly lenient?: boolean;
  readonly maxMegapixels?: number;
}

/** The same for a pipeline. */
export function decodingOf({
  lenient,
  maxMegapixels,
}: DecodeOptions): Pick<PipelineOptions, 'lenient' | 'maxPixels'> {
  return {
    ...(lenient && { lenient }),
    ...(maxMegapixels !== undefined && { maxPixels: Math.max(1, Math.floor(maxMegapixels * 1e6)) }),
  };
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
